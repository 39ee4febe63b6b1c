var cc = initCookieConsent();
cc.run({
    current_lang: 'en',
    autoclear_cookies: true,
    mode: 'opt-in',
    languages: {
        'en': {
            consent_modal: { title: 'We use cookies!' },
            settings_modal: {
                title: 'Preferences',
                cookie_table_headers: [{col1: 'Name'}, {col2: 'Domain'}, {col3: 'Expiration'}, {col4: 'Description'}],
                blocks: [
                    { title: 'Cookie usage', description: 'I use cookies.' },
                    { title: 'Necessary', toggle: { value: 'necessary', enabled: true, readonly: true } },
                    {
                        title: 'Analytics',
                        toggle: { value: 'analytics', enabled: false, readonly: false },
                        cookie_table: [
                            { col1: '^_ga', col2: 'google.com', col3: '2 years', col4: 'Tells visitors apart', is_regex: true },
                            { col1: '_gid', col2: 'google.com', col3: '1 day', col4: 'Tells visitors apart' }
                        ]
                    }
                ]
            }
        }
    }
});
