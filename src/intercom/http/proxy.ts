/** What a proxy's address may be. */

export const isProxyAddress = (text: string): boolean =>
  URL.canParse(text) && /^(https?|socks5?):$/.test(new URL(text).protocol);
