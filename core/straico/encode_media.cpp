#include "confab/json.hpp"
#include "core/straico/check.hpp"
#include "core/straico/encode.hpp"
#include "core/straico/encode_file.hpp"

namespace confab::core::straico {
namespace {

constexpr std::string_view kUploadEndings =
    " pdf docx pptx txt xlsx mp3 mp4 html csv json py php js css cs swift kt xml ts png jpg jpeg webp gif ";
constexpr std::int64_t kMaxSeed = 2'147'483'647;
constexpr std::int64_t kMaxSeconds = 600;
constexpr std::size_t kMaxSpeech = 100'000;
constexpr std::size_t kMaxSound = 32 * 1024 * 1024;

const char* format_name(StraicoFormat format) {
    switch (format) {
        case StraicoFormat::landscape:
            return "landscape";
        case StraicoFormat::portrait:
            return "portrait";
        case StraicoFormat::square:
            break;
    }
    return "square";
}

}  // namespace

HttpPart file_part(std::string name, const StraicoFile& file) {
    if (file.path.empty()) return HttpPart::bytes(std::move(name), file.name, file.content);
    HttpPart part = HttpPart::file(std::move(name), file.path);
    part.file_name = file.name;
    return part;
}

Result<HttpRequest> encode_upload(const StraicoUpload& upload) {
    if (const std::optional<Error> wrong = check_file("upload", upload.file, kUploadEndings)) return *wrong;
    HttpRequest request("POST", "/v0/file/upload");
    request.lane = HttpLane::bulk;  // minutes: the last connection is for those who chat
    request.parts.push_back(file_part("file", upload.file));
    request.on_progress = upload.on_progress;
    return request;
}

Result<HttpRequest> encode_image(const StraicoImageRequest& request) {
    Check check("image");
    check.model("model", request.model).filled("description", request.description);
    check.between("variations", static_cast<double>(request.variations), 1, 4);
    if (request.seed) check.between("seed", static_cast<double>(*request.seed), 0, kMaxSeed);
    if (check.error()) return *check.error();
    json::Writer writer;
    writer.begin_object().field("model", request.model).field("description", request.description);
    writer.field("size", format_name(request.size)).field("variations", request.variations);
    if (request.seed) writer.field("seed", *request.seed);
    if (request.enhance) writer.field("enhance", *request.enhance);
    if (request.custom_enhancer) writer.field("customEnhancer", *request.custom_enhancer);
    const char* path = request.model.starts_with("fal-ai/") ? "/v1/image/generation" : "/v0/image/generation";
    return HttpRequest::json("POST", path, std::move(writer.end_object()).str());
}

Result<HttpRequest> encode_video(const StraicoVideoRequest& request) {
    Check check("video");
    check.model("model", request.model).filled("description", request.description);
    check.between("seconds", static_cast<double>(request.seconds), 1, kMaxSeconds);
    check.url("image_url", request.image_url);
    if (check.error()) return *check.error();
    json::Writer writer;
    writer.begin_object().field("model", request.model).field("description", request.description);
    writer.field("size", format_name(request.size)).field("duration", request.seconds);
    writer.field("image_url", request.image_url);
    HttpRequest call = HttpRequest::json("POST", "/v1/image/tovideo", std::move(writer.end_object()).str());
    call.lane = HttpLane::bulk;
    return call;
}

Result<HttpRequest> encode_speech(const StraicoSpeechRequest& request) {
    Check check("speech");
    check.model("model", request.model).filled("text", request.text).model("voice", request.voice);
    check.that(request.text.size() <= kMaxSpeech, "text", "is too long");
    if (check.error()) return *check.error();
    const std::pair<std::string, std::string> fields[] = {
        {"model", request.model}, {"text", request.text}, {"voice_id", request.voice}};
    HttpRequest call = HttpRequest::form("POST", "/v1/tts/create", fields);
    call.max_body = kMaxSound;  // the answer can be the sound itself
    return call;
}

HttpRequest encode_voices() {
    return encode_models("/v1/tts/elevenlabslist");
}

}  // namespace confab::core::straico
