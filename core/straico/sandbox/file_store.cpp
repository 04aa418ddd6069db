#include "core/straico/sandbox/file_store.hpp"

namespace confab::straico_sandbox {
namespace {

// PNG, 1 x 1, grey.
constexpr unsigned char kPicture[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00,
    0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81,
    0xda, 0x45, 0x08, 0x3b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

std::string plain_name(std::string_view name) {
    constexpr std::size_t kMost = 100;
    std::string out(name.substr(0, kMost));
    for (char& c : out) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '.' || c == '-' || c == '_';
        if (!plain) c = '_';
    }
    return out;
}

}  // namespace

std::string FileStore::add(std::string_view name, std::string content, std::string content_type) {
    StoredFile file;
    file.path = "/files/" + std::to_string(++made_) + "_" + plain_name(name);
    file.content_type = content_type.empty() ? "application/octet-stream" : std::move(content_type);
    file.content = std::move(content);
    bytes_ += file.content.size();
    files_.push_back(std::move(file));
    while (files_.size() > kMaxFiles || (bytes_ > kMaxBytes && files_.size() > 1)) {
        bytes_ -= files_.front().content.size();
        files_.pop_front();
    }
    return files_.back().path;
}

std::string FileStore::add_picture() {
    return add("image.png", std::string(reinterpret_cast<const char*>(kPicture), sizeof kPicture),
               "image/png");
}

std::string FileStore::add_film() {
    return add("video.mp4", "not really a film", "video/mp4");
}

std::string FileStore::add_sound() {
    return add("speech.mp3", sound_bytes(), "audio/mpeg");
}

const StoredFile* FileStore::find(std::string_view path) const {
    for (const StoredFile& file : files_)
        if (file.path == path) return &file;
    return nullptr;
}

std::string sound_bytes() {
    return "ID3 not really a sound";
}

std::string ending_of(std::string_view name) {
    const std::size_t dot = name.find_last_of('.');
    std::string ending(dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1));
    for (char& c : ending)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return ending;
}

}  // namespace confab::straico_sandbox
