import type { Config } from 'orejime';

export const orejimeConfig: Config = {
  privacyPolicyUrl: 'https://www.ville-exemple.fr/cookies/',
  cookie: { name: 'orejime', duration: 182 },
  lang: 'fr',
  purposes: [
    { id: 'sentry', title: 'Sentry', description: 'Signale les erreurs', isMandatory: true },
    {
      id: 'reseaux',
      title: 'Réseaux sociaux',
      purposes: [
        { id: 'hotjar', title: 'Hotjar', cookies: ['_hjid', /^_hjSession_/] },
        { id: 'enquete', title: 'Enquête', description: 'Mesure la satisfaction', cookies: ['enquete_vue'] },
      ],
    },
  ],
};
