import * as CookieConsent from 'vanilla-cookieconsent';

CookieConsent.run({
  cookie: { name: 'cc_cookie', expiresAfterDays: 182 },
  guiOptions: { consentModal: { layout: 'box' } },
  categories: {
    necessary: { enabled: true, readOnly: true },
    analytics: {
      enabled: true,
      autoClear: { cookies: [{ name: /^_ga/ }, { name: '_gid' }] },
      services: {
        ga: { label: 'Google Analytics', onAccept: () => { load('ga'); }, onReject: () => {} },
        youtube: { label: 'Youtube Embed', cookies: [{ name: 'YSC' }] },
      },
    },
  },
  language: {
    default: 'en',
    translations: {
      en: {
        consentModal: { title: 'We use cookies' },
        preferencesModal: {
          sections: [
            { title: 'Your choice', description: 'You can change it.' },
            {
              title: 'Performance',
              linkedCategory: 'analytics',
              cookieTable: {
                headers: { name: 'Cookie', domain: 'Domain', desc: 'Description', exp: 'Expiration' },
                body: [
                  { name: '_ga', domain: 'www.example.org', desc: 'Tells visitors apart', exp: '2 years' },
                  { name: 'ab_test', domain: 'www.example.org', desc: 'Remembers the version shown', exp: '30 days' },
                ],
              },
            },
          ],
        },
      },
    },
  },
});
