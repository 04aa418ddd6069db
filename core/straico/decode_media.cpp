#include <algorithm>

#include "confab/json.hpp"
#include "core/straico/completion.hpp"
#include "core/straico/decode.hpp"
#include "core/straico/decode_error.hpp"
#include "core/straico/decode_number.hpp"

namespace confab::core::straico {
namespace {

constexpr std::size_t kMaxUrls = 16;
constexpr std::size_t kMaxUrl = 8192;
constexpr std::size_t kMaxVoices = 1000;

// Links go to people and to further requests: nothing but a web address passes for one.
std::string url_of(json::Value value) {
    const std::string_view text = value.is_object() ? value["url"].string() : value.string();
    const bool web = text.starts_with("https://") || text.starts_with("http://");
    const bool plain = std::all_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; });
    return web && plain && text.size() <= kMaxUrl ? std::string(text) : std::string();
}

std::vector<std::string> urls_of(json::Value value) {
    std::vector<std::string> urls;
    const auto add = [&](json::Value item) {
        std::string url = url_of(item);
        if (!url.empty() && urls.size() < kMaxUrls) urls.push_back(std::move(url));
    };
    if (!value.is_array()) add(value);
    for (const json::Value item : value.items()) add(item);
    return urls;
}

Result<StraicoMade> decode_made(HttpResponse response, const char* what, const char* key,
                                const char* other_key, const char* price_each) {
    const Result<json::Document> document = open_reply(response, what);
    if (!document) return document.error();
    const json::Value root = document->root();
    const json::Value data = root["data"].is_object() ? root["data"] : root;
    StraicoMade made;
    made.urls = urls_of(data.has(key) ? data[key] : data[other_key]);
    if (made.urls.empty()) return unreadable(what, "no URL in the answer");
    made.zip_url = url_of(data["zip"]);
    const json::Value price = data["price"];
    made.coins_each = amount(price[price_each]);
    made.coins = total_of(price);
    if (price.is_object() && !price.has("total"))
        made.coins = made.coins_each * static_cast<double>(made.urls.size());
    return made;
}

// What reaches people who ask an image of a model that only makes videos.
bool is_javascript_error(std::string_view body) {
    constexpr std::size_t kEnough = 4096;
    return body.substr(0, kEnough).find("Cannot read properties of undefined") != std::string_view::npos;
}

bool is_sound(const HttpResponse& response) {
    const std::string_view type = response.headers.get("Content-Type");
    if (type.starts_with("audio/")) return true;
    return type.starts_with("application/octet-stream") && !response.body.starts_with('{');
}

}  // namespace

Result<std::string> decode_upload(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "upload");
    if (!document) return document.error();
    const json::Value root = document->root();
    std::string url = url_of(root["data"].has("url") ? root["data"]["url"] : root["url"]);
    if (url.empty()) return unreadable("upload", "no URL in the answer");
    return url;
}

Result<StraicoMade> decode_image(HttpResponse response) {
    if (is_javascript_error(response.body))
        return Error(Errc::invalid_argument, "straico image: status " + std::to_string(response.status) +
                                                 ": `model` makes no images (perhaps videos)")
            .with(Delivery::sent);
    return decode_made(std::move(response), "image", "images", "image", "price_per_image");
}

Result<StraicoMade> decode_video(HttpResponse response) {
    return decode_made(std::move(response), "video", "video", "videos", "price_per_video");
}

Result<StraicoSpeech> decode_speech(HttpResponse response) {
    StraicoSpeech speech;
    if (response.ok() && is_sound(response)) {
        if (response.body.empty()) return unreadable("speech", "an empty sound");
        speech.content_type = response.headers.get("Content-Type");
        speech.audio = std::move(response.body);
        return speech;
    }
    const Result<json::Document> document = open_reply(response, "speech");
    if (!document) return document.error();
    const json::Value root = document->root();
    const json::Value data = root["data"] ? root["data"] : root;
    speech.url = url_of(data.is_string() ? data : data.has("audio") ? data["audio"] : data["url"]);
    if (speech.url.empty()) return unreadable("speech", "no URL in the answer");
    speech.coins = total_of(data["price"]);
    return speech;
}

Result<std::vector<StraicoVoice>> decode_voices(HttpResponse response) {
    const Result<json::Document> document = open_reply(response, "voices");
    if (!document) return document.error();
    const json::Value root = document->root();
    const json::Value data = root["data"] ? root["data"] : root;
    const json::Value list = data.is_array() ? data : data["voices"];
    if (!list.is_array()) return unreadable("voices", "no list in the answer");
    std::vector<StraicoVoice> voices;
    for (const json::Value item : list.items()) {
        StraicoVoice voice;
        voice.id = item["voice_id"].string();
        voice.name = item["name"].string(voice.id);
        voice.category = item["category"].string();
        voice.preview_url = url_of(item["preview_url"]);
        if (!voice.id.empty() && voices.size() < kMaxVoices) voices.push_back(std::move(voice));
    }
    return voices;
}

}  // namespace confab::core::straico
