/** First names from several scripts and with several kinds of signs. */
export const firstNames = [
  'Amara',
  'Björn',
  'Chloé',
  'Dmitri',
  'Eun-ji',
  'Fatima',
  'Giulia',
  'Håkon',
  'Inés',
  'Jürgen',
  'Kwame',
  'Łukasz',
  'Mei',
  'Noah',
  "O'Malley",
  'Priya',
  'Quentin',
  'Rosa',
  'Søren',
  'Tomáš',
  'Ursula',
  'Violeta',
  'Wanjiru',
  'Xavier',
  'Yuki',
  'Zoë',
  'Андрей',
  '美咲',
  'محمد',
  'Αθηνά',
];

export const lastNames = [
  'Abara',
  'Berg',
  'Castillo',
  'Dąbrowski',
  'Eriksen',
  'Fontaine',
  'Grün',
  'Haddad',
  'Ivanova',
  'Johansson',
  'Kimura',
  'Lindqvist',
  'Moreau',
  "N'Diaye",
  'Okafor',
  'Petrov',
  'Quispe',
  'Rossi',
  'Sato',
  'Tanaka',
  'Umar',
  'van der Meer',
  'Weiß',
  'Xu',
  'Yılmaz',
  'Zimmermann',
  '山田',
  'Smith "Junior"',
];

export const companyWords = [
  'Harbour',
  'Lantern',
  'Maple',
  'Quartz',
  'Nimbus',
  'Saffron',
  'Tundra',
  'Vertex',
  'Willow',
  'Zephyr',
];
export const companyKinds = [
  'Labs',
  'GmbH',
  'S.A.',
  '& Sons',
  'Logistics',
  'Foods',
  'Studio 🎨',
  'Health',
  '株式会社',
  'Works',
];
export const industries = ['Software', 'Retail', 'Healthcare', 'Education', 'Logistics', 'Energy'];
export const plans = [
  { id: '269315', name: 'Starter' },
  { id: '269316', name: 'Growth' },
  { id: '269317', name: 'Enterprise' },
];

export const places = [
  { country: 'Norway', region: 'Vestland', city: 'Bergen' },
  { country: 'Brazil', region: 'São Paulo', city: 'São Paulo' },
  { country: 'Japan', region: 'Kyōto', city: '京都市' },
  { country: 'Kenya', region: null, city: 'Nairobi' },
  { country: 'Canada', region: 'Québec', city: 'Montréal' },
  { country: 'Germany', region: 'Bayern', city: 'München' },
];

export const subjects = [
  'Cannot log in since this morning',
  'Invoice for March is missing',
  'Feature idea: dark mode 🌙',
  'How do I export my data?',
  'Refund for order #4711',
  'API answers 500',
  'Upgrade to the yearly plan',
  'Two-factor codes never arrive',
  'Größere Teams anlegen?',
  'Webhook called twice',
  'Delete my account, please',
  'Slow dashboard',
];

export const sentences = [
  'Thanks for getting back to me so quickly!',
  'I have tried it twice & it still fails.',
  'Could you check the attached screenshot?',
  'The page shows "undefined" where my name should be.',
  'That worked, you are a hero 🎉',
  'Is there a way to do this in bulk?',
  'We are a team of twelve and growing.',
  'My colleague sees the same thing in Firefox.',
  'Das funktioniert jetzt, danke schön.',
  'It happens only on Mondays, oddly enough.',
  'Our invoice number is 2024/0017-B.',
  'Let me know if you need the logs.',
  'このボタンが反応しません。',
  'Line one\nline two\n\nline four',
  "It's urgent: we go live tomorrow.",
  'Take your time, no rush at all.',
];

/** What contacts begin with. */
export const questions = [
  'Hi, I cannot log in since this morning. Is something down?',
  'Where do I find the invoice for March?',
  'How do I export all of my data?',
  'The dashboard is very slow today.',
  'I was charged twice for order #4711 & would like a refund.',
  'Could you move us to the yearly plan?',
  'My two-factor codes never arrive.',
  'Hallo, kann man größere Teams anlegen?',
  'Your API answers 500 for every second request.',
  'Our webhook is called twice for each event.',
  'Please delete my account & everything in it.',
  '請求書の宛名を変更できますか。',
  'Is there a <b>dark mode</b>? 🌙',
  'Hello\n\nI have three questions:\n1. prices\n2. limits\n3. support at weekends',
];

/** What contacts say when it is solved. */
export const thanks = [
  'Thank you, that worked!',
  'Great, thanks a lot 🙏',
  'Perfect, you can close this.',
  'Merci beaucoup !',
  'Thanks for getting back to me so quickly!',
];

/** The first words of a teammate. */
export const greetings = [
  'Hi there! Thanks for writing in. Let me have a look.',
  'Happy to help! Which browser are you using?',
  'Sorry about that. I am looking into it right now.',
  'Good morning! I have found your account & see the problem.',
  'Thanks for the details. I have asked our engineers.',
  'You will find it under Settings → Billing → Invoices.',
];

/** What teammates write to each other. */
export const notes = [
  'Same as last week, see the thread in #support.',
  'VIP: please answer within the hour.',
  'Billing confirms that the refund went out.',
  'Could not reproduce it with my own account.',
  'Asked Engineering; they expect a fix on Thursday.',
];

export const finAnswers = [
  'You can export your data under Settings → Data → Export. It takes a few minutes.',
  'To reset your two-factor codes, open your profile & choose "Security".',
  'Invoices are sent on the first of each month to the address of the account owner.',
  'Your plan can be changed at any time under Settings → Billing.',
];

export const replies = [
  'Happy to help! Which browser are you using?',
  'I have passed this on to our engineers.',
  'This is fixed now; please reload the page.',
  'You will find the export under Settings → Data.',
  'Let me check that for you.',
  'I have refunded the order just now.',
];

export const tagNames = [
  'vip',
  'bug',
  'billing',
  'feature request',
  'churn risk',
  'onboarding',
  'beta',
  'enterprise',
  'refund',
  'press',
  'partner',
  'spam?',
  'EU',
  'APAC',
  'follow-up',
  'won',
  'lost',
  'trial',
  'webinar',
  'newsletter',
  'advocate ⭐',
  'migration',
  'api',
  'mobile',
  'security',
  'GDPR',
  'invoice',
  'discount',
  'training',
  'case study',
  'escalated',
  'legal',
  'needs docs',
  'Ünïcödé',
  'returning',
  'seasonal',
  'weekend',
  'phone',
  'chat',
  'do not disturb',
];

export const topicNames = ['Login', 'Billing', 'Performance', 'Integrations', 'Feedback'];
