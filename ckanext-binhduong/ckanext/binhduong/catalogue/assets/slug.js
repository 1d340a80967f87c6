/* CKAN's slug preview knows each character by a table in which most Vietnamese letters become hyphens, and decomposed marks too.
 * Unicode itself knows how to take the marks off; the result is what vn.slug
 * makes on the server, with the underscore kept, which CKAN allows in a name that somebody types. */
(function ($) {
  "use strict";

  $.url.slugify = function (text, trim) {
    var slug = text
      .normalize("NFKD")
      .replace(/\p{Mn}|\p{Cf}/gu, "")
      .replace(/[đĐðÐ]/g, "d")
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, "-");
    return trim === false ? slug : slug.replace(/-+/g, "-").replace(/^-|-$/g, "");
  };
})(window.jQuery);
