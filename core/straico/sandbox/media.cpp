#include "core/straico/sandbox/media.hpp"

#include "core/straico/sandbox/answers.hpp"
#include "core/straico/sandbox/catalogue.hpp"
#include "core/straico/sandbox/fields.hpp"
#include "core/straico/sandbox/form.hpp"

namespace confab::straico_sandbox {
namespace {

constexpr std::size_t kMaxUpload = 25 * 1024 * 1024;
constexpr std::string_view kEndings =
    " pdf docx pptx txt xlsx mp3 mp4 html csv json py php js css cs swift kt xml ts png jpg jpeg webp gif ";
constexpr std::string_view kTtsVoices = " alloy echo fable onyx nova shimmer ";
constexpr std::string_view kElevenVoices[] = {"21m00Tcm4TlvDq8ikWAM", "AZnzlk1XvdvUeBnXmlld"};

constexpr Field kImage[] = {
    {"model", Kind::text, true},         {"description", Kind::text, true}, {"size", Kind::text, true},
    {"variations", Kind::integer, true}, {"seed", Kind::integer},           {"enhance", Kind::boolean},
    {"customEnhancer", Kind::text},
};
constexpr Field kVideo[] = {
    {"model", Kind::text, true},       {"description", Kind::text, true}, {"size", Kind::text, true},
    {"duration", Kind::integer, true}, {"image_url", Kind::text, true},
};

bool is_size(std::string_view size) {
    return size == "square" || size == "landscape" || size == "portrait";
}

std::string bad_image(json::Value root) {
    if (std::string problem = bad_fields(root, kImage); !problem.empty()) return problem;
    if (!is_size(root["size"].string())) return "size must be square, landscape or portrait";
    const std::int64_t variations = root["variations"].integer();
    if (variations < 1 || variations > 4) return "variations must be 1 to 4";
    const std::int64_t seed = root["seed"].integer();
    return seed < 0 || seed > 2'147'483'647 ? "seed must be 0 to 2147483647" : "";
}

std::string bad_video(json::Value root, const Model* model) {
    if (std::string problem = bad_fields(root, kVideo); !problem.empty()) return problem;
    if (!is_size(root["size"].string())) return "size must be square, landscape or portrait";
    if (!root["image_url"].string().starts_with("http")) return "image_url must be a URL";
    if (model && !is_allowed_duration(*model, root["duration"].integer())) return "duration is not allowed";
    return {};
}

bool is_voice(const Model& model, std::string_view voice) {
    if (model.id == "tts-1") return kTtsVoices.find(" " + std::string(voice) + " ") != std::string_view::npos;
    for (const std::string_view known : kElevenVoices)
        if (voice == known) return true;
    return false;
}

}  // namespace

HttpServerResponse upload(const HttpServerRequest& request, FileStore& files, const std::string& host) {
    std::optional<std::vector<FormPart>> parts =
        parse_multipart(request.headers.get("Content-Type"), request.body);
    if (!parts) return refusal(400, "the body is not multipart/form-data");
    if (parts->size() != 1 || parts->front().name != "file" || parts->front().file_name.empty())
        return refusal(422, "one part named file, with a file name, is required");
    FormPart& file = parts->front();
    if (file.content.size() > kMaxUpload) return refusal(413, "File too large");
    if (kEndings.find(" " + ending_of(file.file_name) + " ") == std::string_view::npos)
        return refusal(422, "File type not allowed");
    const std::string path = files.add(file.file_name, std::move(file.content), std::move(file.content_type));
    json::Writer writer;
    writer.begin_object().key("data").begin_object().field("url", host + path).end_object();
    return HttpServerResponse::json(201, std::move(writer.field("success", true).end_object()).str());
}

HttpServerResponse make_image(const HttpServerRequest& request, Account& account, FileStore& files,
                              const std::string& host, bool v1) {
    const Result<json::Document> document = json::Document::parse(request.body);
    if (!document || !document->root().is_object()) return refusal(400, "the body is not a JSON object");
    const json::Value root = document->root();
    if (const std::string problem = bad_image(root); !problem.empty()) return refusal(422, problem);
    const std::string_view id = root["model"].string();
    const Model* model = find_model(id);
    if (model && model->type == ModelType::video)
        return HttpServerResponse(500, "TypeError: Cannot read properties of undefined (reading 'generate')",
                                  "text/plain");
    const bool here = v1 || !id.starts_with("fal-ai/");
    if (!model || model->type != ModelType::image || !here) return no_such_model(id);
    const double each = model->coins + (root["size"].string() == "square" ? 0 : 30);
    const std::int64_t count = root["variations"].integer();
    if (!account.spend(each * static_cast<double>(count))) return out_of_coins();
    json::Writer writer;
    writer.begin_object().key("data").begin_object();
    writer.field("zip", host + files.add("images.zip", "PK", "application/zip"));
    writer.key("images").begin_array();
    for (std::int64_t i = 0; i < count; ++i) writer.value(host + files.add_picture());
    writer.end_array().key("price").begin_object().field("price_per_image", each);
    writer.field("quantity_images", count).field("total", each * static_cast<double>(count)).end_object();
    writer.end_object().field("success", true);
    return HttpServerResponse::json(201, std::move(writer.end_object()).str());
}

HttpServerResponse make_video(const HttpServerRequest& request, Account& account, FileStore& files,
                              const std::string& host) {
    const Result<json::Document> document = json::Document::parse(request.body);
    if (!document || !document->root().is_object()) return refusal(400, "the body is not a JSON object");
    const json::Value root = document->root();
    const Model* model = find_model(root["model"].string());
    if (model && model->type != ModelType::video) model = nullptr;
    if (const std::string problem = bad_video(root, model); !problem.empty()) return refusal(422, problem);
    if (!model) return no_such_model(root["model"].string());
    if (!account.spend(model->coins)) return out_of_coins();
    json::Writer writer;
    writer.begin_object().key("data").begin_object();
    writer.field("zip", host + files.add("video.zip", "PK", "application/zip"));
    writer.key("video").begin_array().value(host + files.add_film()).end_array();
    writer.key("price").begin_object().field("price_per_video", model->coins);
    writer.field("total", model->coins).end_object().end_object().field("success", true);
    return HttpServerResponse::json(200, std::move(writer.end_object()).str());
}

HttpServerResponse make_speech(const HttpServerRequest& request, Account& account, FileStore& files,
                               const std::string& host, bool as_sound) {
    const std::optional<std::vector<FormPart>> fields = parse_urlencoded(request.body);
    if (!fields) return refusal(400, "the body is not urlencoded");
    const std::string_view id = text_of(*fields, "model");
    const Model* model = find_model(id);
    if (!model || model->type != ModelType::audio) return no_such_model(id);
    const std::string_view text = text_of(*fields, "text");
    if (fields->size() != 3 || text.empty()) return refusal(422, "model, text and voice_id are required");
    if (!is_voice(*model, text_of(*fields, "voice_id"))) return refusal(422, "no such voice_id");
    const double coins = 1 + model->coins * static_cast<double>(count_words(text)) / 100;
    if (!account.spend(coins)) return out_of_coins();
    if (as_sound) return HttpServerResponse(200, sound_bytes(), "audio/mpeg");
    json::Writer writer;
    writer.begin_object().key("data").begin_object().field("audio", host + files.add_sound());
    writer.key("price").begin_object().field("total", coins).end_object().end_object();
    return HttpServerResponse::json(200, std::move(writer.field("success", true).end_object()).str());
}

std::string voices_body() {
    json::Writer writer;
    writer.begin_object().key("data").begin_object().key("voices").begin_array();
    for (const std::string_view id : kElevenVoices)
        writer.begin_object()
            .field("voice_id", id)
            .field("name", "Sandy")
            .field("category", "premade")
            .end_object();
    writer.end_array().end_object().field("success", true);
    return std::move(writer.end_object()).str();
}

}  // namespace confab::straico_sandbox
