// Counts a page.
document.cookie = "_pk_id.1.abcd=1; path=/; max-age=33955200";
new Image().src = "https://stats.example.net/matomo.php";
