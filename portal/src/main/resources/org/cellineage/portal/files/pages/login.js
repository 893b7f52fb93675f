// Says that a token was wrong.
(function () {
  "use strict";

  document.getElementById("failed").hidden = !new URLSearchParams(location.search).has("failed");
  document.getElementById("token").focus();
})();
