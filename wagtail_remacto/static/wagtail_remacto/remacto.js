/* What a screen gains where scripts run; everything works without. No library needed. */
(function () {
  "use strict";

  var PAUSE = 900;
  var APART = 4000;
  var KEPT = 30 * 24 * 3600 * 1000;
  var PREFIX = "remacto-draft:";

  function each(selector, act) {
    document.querySelectorAll(selector).forEach(act);
  }

  /* A browser may refuse to keep anything; then the server alone does. */
  var memory = {
    read: function (key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch (error) {
        return null;
      }
    },
    write: function (key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
        return true;
      } catch (error) {
        return false;
      }
    },
    forget: function (wanted) {
      try {
        Object.keys(localStorage).forEach(function (key) {
          if (key.indexOf(PREFIX) === 0 && wanted(key)) {
            localStorage.removeItem(key);
          }
        });
      } catch (error) {
        /* Nothing was kept. */
      }
    },
  };

  /* A form that is saved while somebody writes */

  function keepDraft(form) {
    var address = form.dataset.remactoDraft;
    var version = form.dataset.remactoVersion;
    var status = form.querySelector("[data-remacto-status]");
    var place = PREFIX + address.replace(/^\/[a-z-]+\//, "/") + "#" + form.elements.step.value;
    var timer = 0;
    var last = 0;
    var running = null;
    var changed = false;
    var stopped = false;

    function say(words) {
      if (status && status.textContent !== words) {
        status.textContent = words;
      }
    }

    function fields() {
      return Array.prototype.filter.call(form.elements, function (field) {
        return field.name && field.type !== "hidden" && field.type !== "file" &&
          field.type !== "submit" && !field.closest("[aria-hidden]");
      });
    }

    function values() {
      return fields().map(function (field) {
        var ticked = field.type === "checkbox" || field.type === "radio";
        return [field.name, field.value, ticked ? field.checked : null];
      });
    }

    /* What the server did not get, on this phone alone. */
    function keepHere() {
      return memory.write(place, { at: Date.now(), version: version, values: values() });
    }

    function restore() {
      var kept = memory.read(place);
      if (!kept || kept.version !== version || Date.now() - kept.at > KEPT) {
        memory.forget(function (key) { return key === place; });
        return;
      }
      var differs = false;
      kept.values.forEach(function (each) {
        fields().forEach(function (field) {
          if (field.name !== each[0]) {
            return;
          }
          if (each[2] === null && field.value !== each[1]) {
            field.value = each[1];
            differs = true;
          } else if (each[2] !== null && field.value === each[1] && field.checked !== each[2]) {
            field.checked = each[2];
            differs = true;
          }
        });
      });
      if (differs) {
        say(form.dataset.wordsRestored);
        form.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }

    function save() {
      if (stopped || running) {
        return;
      }
      changed = false;
      last = Date.now();
      running = new AbortController();
      var body = new FormData(form);
      form.querySelectorAll("input[type=file]").forEach(function (field) {
        body.delete(field.name);
      });
      fetch(address, { method: "POST", body: body, signal: running.signal, credentials: "same-origin" })
        .then(function (response) {
          version = response.headers.get("X-Remacto-Version") || version;
          if (response.status === 409) {
            /* It has been sent: nothing more to save. */
            stopped = true;
            return null;
          }
          if (!response.ok || response.redirected) {
            keepHere();
            throw new Error(String(response.status));
          }
          if (!changed) {
            memory.forget(function (key) { return key === place; });
          }
          say(form.dataset.wordsSaved);
          return response.status === 200 ? response.text() : null;
        })
        .then(function (html) {
          var similar = form.querySelector("[data-remacto-similar]");
          if (html !== null && similar && similar.innerHTML !== html) {
            similar.innerHTML = html;
          }
        })
        .catch(function () {
          if (!stopped && keepHere()) {
            say(form.dataset.wordsLocal);
          }
        })
        .finally(function () {
          running = null;
          if (changed) {
            plan();
          }
        });
    }

    function plan() {
      clearTimeout(timer);
      timer = setTimeout(save, Math.max(PAUSE, APART - (Date.now() - last)));
    }

    form.addEventListener("input", function () {
      changed = true;
      keepHere();
      plan();
    });
    form.addEventListener("submit", function () {
      /* The form itself saves; a late answer must not come after it. */
      stopped = true;
      clearTimeout(timer);
      if (running) {
        running.abort();
      }
      keepHere();
    });
    addEventListener("pageshow", function (event) {
      if (event.persisted) {
        stopped = false;
      }
    });
    addEventListener("online", function () {
      if (memory.read(place)) {
        plan();
      }
    });
    restore();
  }

  /* How many characters are left */

  function count(line) {
    var field = document.getElementById(line.dataset.remactoCount);
    var most = Number(line.dataset.most);
    if (!field || !most) {
      return;
    }
    function show() {
      var left = most - Array.from(field.value).length;
      var number = Math.abs(left).toLocaleString(document.documentElement.lang || undefined);
      line.hidden = left > most / 5;
      line.textContent = (left < 0 ? line.dataset.wordsOver : line.dataset.wordsLeft).replace("%n", number);
      line.classList.toggle("remacto-error", left < 0);
    }
    field.addEventListener("input", show);
    show();
  }

  /* Where somebody is, if they say so */

  function locate(box) {
    var button = box.querySelector("button");
    var status = box.querySelector("[role=status]");
    if (!button || !navigator.geolocation || !window.isSecureContext) {
      return;
    }
    box.hidden = false;
    button.addEventListener("click", function () {
      navigator.geolocation.getCurrentPosition(
        function (position) {
          ["latitude", "longitude"].forEach(function (name) {
            var field = document.getElementById(box.dataset[name]);
            field.value = position.coords[name].toFixed(5);
            field.dispatchEvent(new Event("input", { bubbles: true }));
          });
          status.textContent = box.dataset.wordsFound;
        },
        function () {
          status.textContent = box.dataset.wordsFailed;
        },
        { enableHighAccuracy: true, timeout: 15000 }
      );
    });
  }

  /* Somebody has signed out here: the next person finds nothing of theirs. */
  if (/(^|;\s*)remacto_forget=1/.test(document.cookie)) {
    memory.forget(function () { return true; });
    document.cookie = "remacto_forget=; Max-Age=0; Path=/; SameSite=Lax";
  }
  each("[data-remacto-sent]", function (done) {
    var phase = "/phase/" + done.dataset.remactoSent + "/";
    memory.forget(function (key) { return key.indexOf(phase) > 0; });
  });
  each("[data-remacto-discard]", function (button) {
    button.form.addEventListener("submit", function () {
      var phase = button.form.action.replace(/^.*(\/phase\/\d+\/).*$/, "$1");
      memory.forget(function (key) { return key.indexOf(phase) > 0; });
    });
  });
  each("form[data-remacto-draft]", keepDraft);
  each("[data-remacto-count]", count);
  each("[data-remacto-locate]", locate);

  var errors = document.getElementById("remacto-errors");
  if (errors) {
    errors.focus();
  }
})();
