import { ConsentManagerProvider } from '@c15t/react';
import { googleTagManager } from '@c15t/scripts/google-tag-manager';

export function Providers({ children }) {
  return (
    <ConsentManagerProvider
      options={{
        mode: 'offline',
        consentCategories: ['necessary', 'measurement'],
        scripts: [
          googleTagManager({ id: 'GTM-XXXX' }),
          { id: 'plausible', src: 'https://plausible.io/js/script.js', category: 'measurement' },
          { id: 'survey', src: 'https://survey.example/s.js', category: 'experience' },
        ],
      }}
    >
      {children}
    </ConsentManagerProvider>
  );
}
