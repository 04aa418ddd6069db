#pragma once
/// Upload, images, video and speech of the stand-in.

#include <string>

#include "confab/service/http_server.hpp"
#include "core/straico/sandbox/account.hpp"
#include "core/straico/sandbox/file_store.hpp"

namespace confab::straico_sandbox {

/// `host` stands before the paths of what was made ("http://127.0.0.1:4000").
HttpServerResponse upload(const HttpServerRequest& request, FileStore& files, const std::string& host);
/// `v1`: models of fal.ai exist there only. A video model gets the bare JavaScript error of the real service.
HttpServerResponse make_image(const HttpServerRequest& request, Account& account, FileStore& files,
                              const std::string& host, bool v1);
HttpServerResponse make_video(const HttpServerRequest& request, Account& account, FileStore& files,
                              const std::string& host);
/// `as_sound`: the body is the sound, not JSON with its URL.
HttpServerResponse make_speech(const HttpServerRequest& request, Account& account, FileStore& files,
                               const std::string& host, bool as_sound);
std::string voices_body();

}  // namespace confab::straico_sandbox
