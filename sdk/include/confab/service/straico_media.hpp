#pragma once
/// Part of the Straico service: files, pictures, videos and speech. Nothing is polled: each call returns when
/// the thing is made, which takes seconds to minutes.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/service/http_message.hpp"
#include "confab/service/straico_spender.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// A file to send. Its name's ending says what it is.
class CONFAB_API StraicoFile {
public:
    /// Read while it is sent; must not change meanwhile.
    static StraicoFile on_disk(std::string path);
    static StraicoFile in_memory(std::string name, std::string content);

    std::string name;
    std::string content;
    std::string path;  ///< In place of `content`.
};

class StraicoUpload {
public:
    explicit StraicoUpload(StraicoFile file_in) : file(std::move(file_in)) {}
    /// At most 25 MB of: pdf docx pptx txt xlsx mp3 mp4 html csv json py php js css cs swift kt xml ts png
    /// jpg jpeg webp gif.
    StraicoFile file;
    std::function<void(const HttpProgress&)> on_progress;
};

enum class StraicoFormat : std::uint8_t { square, landscape, portrait };

class StraicoImageRequest {
public:
    std::string model;
    std::string description;
    StraicoFormat size = StraicoFormat::square;
    std::int64_t variations = 1;                 ///< 1 to 4; each costs.
    std::optional<std::int64_t> seed;            ///< 0 to 2147483647; some models only.
    std::optional<bool> enhance;                 ///< Let the service rewrite the description.
    std::optional<std::string> custom_enhancer;  ///< How.
    StraicoSpender spender;
};

class StraicoVideoRequest {
public:
    std::string model;
    std::string description;
    StraicoFormat size = StraicoFormat::square;
    std::int64_t seconds = 5;  ///< `StraicoModel::durations` says what a model allows.
    std::string image_url;     ///< The picture it starts from.
    StraicoSpender spender;
};

/// What was made. The URLs are public: who knows one can see it.
class StraicoMade {
public:
    std::vector<std::string> urls;  ///< At least one.
    std::string zip_url;            ///< All of them packed; may be empty.
    double coins_each = 0;
    double coins = 0;
};

class StraicoSpeechRequest {
public:
    std::string model;  ///< "tts-1", "eleven_multilingual_v2"
    std::string text;
    std::string voice;  ///< tts-1: alloy echo fable onyx nova shimmer; else an id of `voices()`.
    StraicoSpender spender;
};

/// Either a URL or the sound itself: the service gives now one, now the other.
class StraicoSpeech {
public:
    std::string url;
    std::string audio;         ///< Bytes, when `url` is empty.
    std::string content_type;  ///< Of `audio`.
    double coins = 0;          ///< 0 where the answer does not say.
};

class StraicoVoice {
public:
    std::string id;
    std::string name;
    std::string category;
    std::string preview_url;
};

/// Reached by `Straico::media()`. Errors as of `Straico`; a file that is not there: not_found.
class CONFAB_API StraicoMedia {
public:
    virtual ~StraicoMedia();
    /// The public URL of the uploaded file. Costs nothing.
    virtual Task<Result<std::string>> upload(StraicoUpload upload);
    /// Paid, as are video and speech: never repeated once it may have been received.
    virtual Task<Result<StraicoMade>> image(StraicoImageRequest request);
    virtual Task<Result<StraicoMade>> video(StraicoVideoRequest request);
    virtual Task<Result<StraicoSpeech>> speech(StraicoSpeechRequest request);
    virtual Task<Result<std::vector<StraicoVoice>>> voices();  ///< Cached 5 minutes.
};

}  // namespace confab::inline v1
