CookieConsentDialog.cookieTableNecessary = [['CookieConsent','example.org','Stores the visitor\'s consent','1 year','HTTP Cookie','1','','']];
CookieConsentDialog.cookieTableStatistics = [['_ga','google.com','Registers a unique ID','2 years','HTTP Cookie','1','','']];
CookieConsentDialog.cookieTableMarketing = [];
