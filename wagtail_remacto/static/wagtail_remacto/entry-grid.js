/* The grid of ideas given on paper: each row is saved as it is left. What cannot be saved
   stays on the screen and in the browser, and is tried again. */
(function () {
  "use strict";

  var form = document.querySelector("[data-remacto-entry]");
  if (!form || !window.fetch) {
    return;
  }

  var words = form.dataset;
  var list = form.querySelector("[data-remacto-rows]");
  var pattern = form.querySelector("[data-remacto-pattern]");
  var live = form.querySelector("[data-remacto-live]");
  var ready = form.querySelector("[data-remacto-ready]");
  var phase = form.querySelector("[name=phase]");
  var CONTROLS = "input[name*=':'], textarea[name*=':'], select[name*=':']";
  var WRITTEN = ["reference", "title", "text", "author_name", "themes"];
  var STORE = "remacto-entry:" + location.pathname;
  var TIMEOUT = 15000;
  var FIRST_RETRY = 2000;
  var LAST_RETRY = 30000;
  var wait = FIRST_RETRY;
  var retrying = null;
  var leaving = false;

  function rows() {
    return Array.prototype.slice.call(list.querySelectorAll("[data-remacto-row]"));
  }

  function controls(row) {
    return Array.prototype.slice.call(row.querySelectorAll(CONTROLS));
  }

  function fieldOf(control) {
    return control.name.split(":")[0];
  }

  function control(row, name) {
    return row.querySelector("[name='" + name + ":" + row.dataset.remactoRow + "']");
  }

  function isEmpty(row) {
    return WRITTEN.every(function (name) {
      return !control(row, name).value.trim();
    });
  }

  function isWaiting(row) {
    return row.dataset.state === "typing" || row.dataset.state === "lost" ||
      row.dataset.state === "saving";
  }

  function nameOf(row) {
    return row.querySelector("legend").textContent.trim();
  }

  /* What is not saved yet, kept if the window closes; a browser may refuse to. */
  var kept = {
    read: function () {
      try {
        return JSON.parse(localStorage.getItem(STORE)) || {};
      } catch (error) {
        return {};
      }
    },
    write: function (all) {
      try {
        if (Object.keys(all).length) {
          localStorage.setItem(STORE, JSON.stringify(all));
        } else {
          localStorage.removeItem(STORE);
        }
      } catch (error) {
        /* The page itself still has everything. */
      }
    },
    put: function (row) {
      var all = kept.read();
      var values = {};
      controls(row).forEach(function (each) {
        values[fieldOf(each)] = each.value;
      });
      all[row.dataset.remactoRow] = values;
      kept.write(all);
    },
    drop: function (key) {
      var all = kept.read();
      delete all[key];
      kept.write(all);
    },
  };

  function show(row, state, sentence) {
    row.dataset.state = state;
    row.querySelector("[data-remacto-state]").textContent = sentence;
  }

  function say(row, sentence) {
    live.textContent = nameOf(row) + " – " + sentence;
  }

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var text = Array.prototype.map.call(bytes, function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function addRow(key) {
    var holder = document.createElement("ol");
    holder.innerHTML = pattern.innerHTML.split("__key__").join(key || newKey());
    var row = holder.querySelector("[data-remacto-row]");
    list.appendChild(row);
    return row;
  }

  /* There is always one empty row at the end, so that Tab leads on. */
  function keepOneEmpty() {
    var all = rows();
    if (!all.length || !isEmpty(all[all.length - 1])) {
      return addRow();
    }
    return all[all.length - 1];
  }

  function goTo(row) {
    /* Whoever types references begins with the next one. */
    var before = row.previousElementSibling;
    var begin = before && control(before, "reference") &&
      !control(before, "reference").value ? "title" : "reference";
    control(row, before ? begin : "reference").focus();
  }

  function next(row) {
    goTo(row.nextElementSibling || (isEmpty(row) ? row : addRow()));
  }

  function showErrors(row, errors) {
    controls(row).forEach(function (each) {
      var name = fieldOf(each);
      var place = document.getElementById(name + "-error-" + row.dataset.remactoRow);
      var sentence = errors[name] || "";
      if (place) {
        place.textContent = sentence;
      }
      if (sentence) {
        each.setAttribute("aria-invalid", "true");
      } else {
        each.removeAttribute("aria-invalid");
      }
    });
    row.classList.toggle("remacto-row--wrong", Object.keys(errors).length > 0);
  }

  function setNumber(row, number) {
    row.querySelector("legend").textContent =
      number ? words.wordsNumber.replace("%(number)s", number) : words.wordsNew;
  }

  function done(row, answer) {
    var link = document.createElement("a");
    link.href = answer.address;
    link.textContent = answer.reference + " " + answer.title;
    setNumber(row, answer.number);
    row.querySelector(".remacto-row__fields").replaceChildren(link);
    show(row, "done", words.wordsDone);
    say(row, words.wordsDone);
  }

  function accepted(row, answer, version) {
    wait = FIRST_RETRY;
    if (answer.ready) {
      ready.textContent = answer.ready;
    }
    if (answer.state === "done") {
      kept.drop(row.dataset.remactoRow);
      done(row, answer);
      return;
    }
    setNumber(row, answer.number);
    if (row.dataset.version !== version) {
      /* Somebody went on typing meanwhile. */
      show(row, "typing", words.wordsTyping);
      if (!row.contains(document.activeElement)) {
        save(row);
      }
      return;
    }
    kept.drop(row.dataset.remactoRow);
    row.toggleAttribute("data-saved", answer.state === "saved");
    showErrors(row, answer.errors);
    var guess = control(row, "language").options[0];
    guess.textContent = words.wordsGuess + (answer.guessed ? ": " + answer.guessed : "");
    if (answer.state === "empty") {
      show(row, "", "");
      live.textContent = "";
      return;
    }
    var wrong = Object.keys(answer.errors).map(function (name) {
      return answer.errors[name];
    });
    var sentence = wrong.length ? words.wordsIncomplete : words.wordsSaved;
    show(row, "saved", sentence);
    say(row, [sentence].concat(wrong).join(" "));
  }

  function lost(row, sentence) {
    show(row, "lost", sentence);
    say(row, sentence);
    if (!retrying) {
      retrying = setTimeout(retry, wait);
      wait = Math.min(wait * 2, LAST_RETRY);
    }
  }

  function retry() {
    clearTimeout(retrying);
    retrying = null;
    rows().forEach(function (row) {
      if (row.dataset.state === "lost") {
        save(row);
      }
    });
  }

  function token() {
    return form.querySelector("[name=csrfmiddlewaretoken]");
  }

  /* After signing in again in another tab, the page needs a new token. */
  function renew() {
    return fetch(location.href, { credentials: "same-origin" })
      .then(function (response) { return response.text(); })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var found = page.querySelector("[data-remacto-entry] [name=csrfmiddlewaretoken]");
        if (found) {
          token().value = found.value;
        }
        return Boolean(found);
      });
  }

  function save(row) {
    if (row.dataset.state === "saving" || row.dataset.state === "done") {
      return;
    }
    var version = row.dataset.version;
    var body = new FormData();
    body.append("csrfmiddlewaretoken", token().value);
    body.append("key", row.dataset.remactoRow);
    if (phase) {
      body.append("phase", phase.value);
    }
    controls(row).forEach(function (each) {
      body.append(each.name, each.value);
    });
    var stop = new AbortController();
    var timer = setTimeout(function () { stop.abort(); }, TIMEOUT);
    show(row, "saving", words.wordsSaving);
    fetch(words.rowUrl, {
      method: "POST",
      body: body,
      credentials: "same-origin",
      headers: { "X-Requested-With": "XMLHttpRequest" },
      signal: stop.signal,
    }).then(function (response) {
      var isAnswer = (response.headers.get("Content-Type") || "").indexOf("json") > 0;
      if (response.ok && isAnswer) {
        return response.json().then(function (answer) {
          accepted(row, answer, version);
        });
      }
      if (isAnswer) {
        return response.json().then(function (answer) {
          lost(row, answer.sentence);
        });
      }
      if (response.status === 403 || response.redirected) {
        return renew().then(function (isSignedIn) {
          if (isSignedIn) {
            wait = FIRST_RETRY;
          }
          lost(row, words.wordsSignedOut);
        });
      }
      throw new Error(response.status);
    }).catch(function () {
      lost(row, words.wordsLost);
    }).finally(function () {
      clearTimeout(timer);
    });
  }

  function touched(row) {
    row.dataset.version = String(Number(row.dataset.version || 0) + 1);
    if (row.dataset.state !== "saving") {
      show(row, "typing", words.wordsTyping);
    }
    kept.put(row);
    keepOneEmpty();
  }

  function rowOf(node) {
    return node && node.closest ? node.closest("[data-remacto-row]") : null;
  }

  list.addEventListener("input", function (event) {
    var row = rowOf(event.target);
    if (row) {
      touched(row);
    }
  });

  list.addEventListener("focusout", function (event) {
    var row = rowOf(event.target);
    if (row && row !== rowOf(event.relatedTarget) && isWaiting(row)) {
      save(row);
    }
  });

  document.addEventListener("keydown", function (event) {
    var row = rowOf(event.target);
    if (event.isComposing) {
      return;
    }
    if (event.key === "Enter" && row) {
      var inLine = event.target.matches("input");
      if (event.ctrlKey || event.metaKey || inLine) {
        event.preventDefault();
        next(row);
      }
    } else if (event.altKey && event.code === "KeyN") {
      event.preventDefault();
      goTo(keepOneEmpty());
    }
  });

  if (phase) {
    phase.addEventListener("change", function () {
      /* The axes of another cycle would be wrong; those of another phase are not. */
      rows().forEach(function (row) {
        if (row.hasAttribute("data-saved")) {
          touched(row);
          save(row);
        }
      });
    });
  }

  document.addEventListener("visibilitychange", function () {
    if (document.hidden) {
      rows().filter(isWaiting).forEach(save);
    } else {
      /* Back from another tab, perhaps from signing in there. */
      retry();
    }
  });
  window.addEventListener("online", retry);
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && rows().some(isWaiting)) {
      event.preventDefault();
    }
  });

  /* What is saved is not sent again: another officer may have changed it since. */
  form.addEventListener("submit", function () {
    leaving = true;
    rows().forEach(function (row) {
      if (!isWaiting(row)) {
        row.querySelector("fieldset").disabled = true;
      }
    });
  });
  window.addEventListener("pageshow", function () {
    leaving = false;
    rows().forEach(function (row) {
      row.querySelector("fieldset").disabled = false;
    });
  });

  /* One empty row is enough where scripts add the next. */
  rows().filter(function (row) {
    return isEmpty(row) && !row.hasAttribute("data-saved");
  }).slice(1).forEach(function (row) {
    row.remove();
  });

  var found = kept.read();
  Object.keys(found).forEach(function (key) {
    var row = list.querySelector("[data-remacto-row='" + CSS.escape(key) + "']");
    var values = found[key];
    if (!row) {
      if (!WRITTEN.some(function (name) { return (values[name] || "").trim(); })) {
        kept.drop(key);
        return;
      }
      var last = list.lastElementChild;
      row = addRow(key);
      if (last && isEmpty(last)) {
        list.insertBefore(row, last);
      }
    }
    var differs = false;
    controls(row).forEach(function (each) {
      var value = values[fieldOf(each)];
      if (value !== undefined && value !== each.value) {
        each.value = value;
        differs = true;
      }
    });
    if (differs) {
      touched(row);
      save(row);
    } else {
      kept.drop(key);
    }
  });
  var empty = keepOneEmpty();
  if (list.lastElementChild !== empty) {
    list.appendChild(empty);
  }
})();
