#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/straico/check.hpp"
#include "core/straico/encode.hpp"
#include "tests/unit/core/straico/refusals.hpp"

namespace confab::core::straico {
namespace {

using test::expect_refused;

StraicoImageRequest image() {
    StraicoImageRequest request;
    request.model = "openai/dall-e-3";
    request.description = "a cat";
    return request;
}

StraicoVideoRequest video() {
    StraicoVideoRequest request;
    request.model = "gen4_turbo";
    request.description = "it jumps";
    request.image_url = "https://i/1.png";
    return request;
}

/// A file on disk of any size, sparse.
class TemporaryFile {
public:
    TemporaryFile(const std::string& name, std::uintmax_t size)
        : path_(std::filesystem::path(testing::TempDir()) / name) {
        std::ofstream(path_) << "x";
        std::filesystem::resize_file(path_, size);
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

TEST(StraicoEncodeMedia, HandsOverAFileInMemoryAsOnePartNamedFile) {
    StraicoUpload upload(StraicoFile::in_memory("Cat.PNG", "bytes"));
    bool called = false;
    upload.on_progress = [&](const HttpProgress&) {
        called = true;
    };
    const auto call = encode_upload(upload);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->method, "POST");
    EXPECT_EQ(call->url, "/v0/file/upload");
    ASSERT_EQ(call->parts.size(), 1u);
    EXPECT_EQ(call->parts[0].name, "file");
    EXPECT_EQ(call->parts[0].file_name, "Cat.PNG");
    EXPECT_EQ(call->parts[0].content, "bytes");
    EXPECT_TRUE(call->parts[0].path.empty());
    EXPECT_FALSE(call->idempotent);
    call->on_progress(HttpProgress());
    EXPECT_TRUE(called);
}

TEST(StraicoEncodeMedia, LeavesAFileOnDiskForTheSenderToRead) {
    const TemporaryFile file("straico_upload.txt", 3);
    const auto call = encode_upload(StraicoUpload(StraicoFile::on_disk(file.path())));
    ASSERT_TRUE(call);
    EXPECT_EQ(call->parts.at(0).path, file.path());
    EXPECT_EQ(call->parts.at(0).file_name, "straico_upload.txt");
    EXPECT_TRUE(call->parts.at(0).content.empty());
}

TEST(StraicoEncodeMedia, TakesExactly25MegabytesFromDiskAndNotAByteMore) {
    const TemporaryFile most("straico_most.pdf", kMaxFile);
    const TemporaryFile more("straico_more.pdf", kMaxFile + 1);
    EXPECT_TRUE(encode_upload(StraicoUpload(StraicoFile::on_disk(most.path()))));
    expect_refused(encode_upload(StraicoUpload(StraicoFile::on_disk(more.path()))), "file");
}

TEST(StraicoEncodeMedia, RefusesFilesTheServiceDoesNotTake) {
    for (const char* name : {"a.exe", "noending", ".", "a.", "a.png.sh", "a. pdf", ""})
        expect_refused(encode_upload(StraicoUpload(StraicoFile::in_memory(name, "x"))), "file");
    expect_refused(encode_upload(StraicoUpload(StraicoFile::in_memory("a.png", ""))), "file");
    const auto missing = encode_upload(StraicoUpload(StraicoFile::on_disk("/no/such/file.png")));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code(), Errc::not_found);
}

TEST(StraicoEncodeMedia, SendsImagesToTheVersionThatHasTheirModel) {
    StraicoImageRequest request = image();
    EXPECT_EQ(encode_image(request)->url, "/v0/image/generation");
    request.model = "fal-ai/nano-banana";
    EXPECT_EQ(encode_image(request)->url, "/v1/image/generation");
}

TEST(StraicoEncodeMedia, WritesAnImageRequest) {
    StraicoImageRequest request = image();
    EXPECT_EQ(encode_image(request)->body,
              R"({"model":"openai/dall-e-3","description":"a cat","size":"square","variations":1})");
    request.size = StraicoFormat::portrait;
    request.variations = 4;
    request.seed = 7;
    request.enhance = true;
    request.custom_enhancer = "more";
    EXPECT_EQ(encode_image(request)->body,
              R"({"model":"openai/dall-e-3","description":"a cat","size":"portrait","variations":4,"seed":7,)"
              R"("enhance":true,"customEnhancer":"more"})");
}

TEST(StraicoEncodeMedia, RefusesAnImageOrVideoTheServiceWouldRefuse) {
    const auto no_image = [](const char* field, auto change) {
        StraicoImageRequest request = image();
        change(request);
        expect_refused(encode_image(request), field);
    };
    no_image("model", [](auto& r) { r.model.clear(); });
    no_image("description", [](auto& r) { r.description = " "; });
    no_image("variations", [](auto& r) { r.variations = 0; });
    no_image("variations", [](auto& r) { r.variations = 5; });
    no_image("seed", [](auto& r) { r.seed = -1; });
    no_image("seed", [](auto& r) { r.seed = 2'147'483'648; });
    const auto no_video = [](const char* field, auto change) {
        StraicoVideoRequest request = video();
        change(request);
        expect_refused(encode_video(request), field);
    };
    no_video("model", [](auto& r) { r.model.clear(); });
    no_video("description", [](auto& r) { r.description.clear(); });
    no_video("seconds", [](auto& r) { r.seconds = 0; });
    no_video("image_url", [](auto& r) { r.image_url = "cat.png"; });
}

TEST(StraicoEncodeMedia, WritesAVideoRequest) {
    const auto call = encode_video(video());
    ASSERT_TRUE(call);
    EXPECT_EQ(call->url, "/v1/image/tovideo");
    EXPECT_EQ(call->body, R"({"model":"gen4_turbo","description":"it jumps","size":"square","duration":5,)"
                          R"("image_url":"https://i/1.png"})");
}

TEST(StraicoEncodeMedia, WritesSpeechAsAForm) {
    StraicoSpeechRequest request;
    request.model = "tts-1";
    request.text = "a & b\xc3\xa9";
    request.voice = "alloy";
    const auto call = encode_speech(request);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->url, "/v1/tts/create");
    EXPECT_EQ(call->headers.get("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(call->body, "model=tts-1&text=a%20%26%20b%C3%A9&voice_id=alloy");
    request.voice.clear();
    expect_refused(encode_speech(request), "voice");
    request.voice = "alloy";
    request.text.clear();
    expect_refused(encode_speech(request), "text");
}

}  // namespace
}  // namespace confab::core::straico
