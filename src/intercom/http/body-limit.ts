/** How large a response may be. Apart from the transport, so that what never sends a request need not load HTTP. */

/**
 * A response larger than this, unpacked, is not kept in memory. A page of 150 is 2 MB at most, a conversation of 500 parts some
 * MB; parsed, a body takes several times its size.
 */
export const largestBody = 24 * 1024 * 1024;

/** Whether the response was larger than `largestBody`: so it will be when it is asked for again. */
export const isTooLarge = (error: Error): boolean => 'code' in error && error.code === bodyTooLarge;

const bodyTooLarge = 'BODY_TOO_LARGE';

export const tooLarge = () => Object.assign(new Error('The answer is too large.'), { code: bodyTooLarge });
