export default {
  title: 'Commune',
  url: 'https://data.example.fr',
  baseUrl: '/',
  trailingSlash: true,
  headTags: [
    { tagName: 'link', attributes: { rel: 'preconnect', href: 'https://fonts.googleapis.com' } },
    { tagName: 'link', attributes: { rel: 'stylesheet', href: 'https://fonts.googleapis.com/css2?family=Roboto&display=swap' } },
  ],
  scripts: [{ src: 'https://widget.meteo.example/w.js', async: true }],
  presets: [['classic', { docs: false, blog: false, gtag: { trackingID: 'G-TEST123', anonymizeIP: true } }]],
  themeConfig: {
    navbar: {
      title: 'Commune',
      items: [
        { to: '/embeds', label: 'Embeds' },
        { to: '/plain', label: 'Plain' },
      ],
    },
    footer: { style: 'dark', copyright: 'Commune' },
  },
};
