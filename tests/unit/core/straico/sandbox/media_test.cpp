#include "tests/unit/core/straico/sandbox/calls.hpp"

namespace confab::straico_sandbox {
namespace {

TEST_F(StandInTest, KeepsUploadsAndServesThemToAnybody) {
    const auto response = multipart("POST", "/v0/file/upload", {{"file", "my cat.txt:meow"}});
    ASSERT_EQ(response.status, 201) << response.body;
    const auto document = parsed(response);
    const std::string url(document["data"]["url"].string());
    EXPECT_EQ(url, "http://127.0.0.1:4000/files/1_my_cat.txt");
    HttpServerRequest anybody = request("GET", url.substr(url.find("/files")));
    anybody.headers.set("Authorization", "");
    const auto file = send(anybody);
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.body, "meow");
    EXPECT_EQ(file.headers.get("Content-Type"), "text/plain");
    EXPECT_EQ(get("/files/2_x").status, 404);
    EXPECT_EQ(stand_in.account().coins(), 1000);
}

TEST_F(StandInTest, RefusesUploadsTheServiceRefuses) {
    EXPECT_EQ(multipart("POST", "/v0/file/upload", {{"file", "a.exe:x"}}).status, 422);
    EXPECT_EQ(multipart("POST", "/v0/file/upload", {{"files", "a.txt:x"}}).status, 422);
    EXPECT_EQ(multipart("POST", "/v0/file/upload", {{"file", "plain"}}).status, 422);
    EXPECT_EQ(multipart("POST", "/v0/file/upload", {{"file", "a.txt:x"}, {"more", "x"}}).status, 422);
    const std::string large(25 * 1024 * 1024 + 1, 'x');
    EXPECT_EQ(multipart("POST", "/v0/file/upload", {{"file", "a.txt:" + large}}).status, 413);
    EXPECT_EQ(post("/v0/file/upload", "{}").status, 415);
    EXPECT_EQ(send(request("POST", "/v0/file/upload", "x", "multipart/form-data; boundary=B")).status, 400);
}

TEST_F(StandInTest, ForgetsTheOldestFilesBeyondItsBound) {
    FileStore files;
    for (std::size_t i = 0; i <= FileStore::kMaxFiles; ++i) files.add("a.txt", "x", "");
    EXPECT_EQ(files.find("/files/1_a.txt"), nullptr);
    EXPECT_NE(files.find("/files/2_a.txt"), nullptr);
    for (int i = 0; i < 4; ++i) files.add("b", std::string(FileStore::kMaxBytes / 2, 'x'), "");
    EXPECT_EQ(files.find("/files/52_b"), nullptr);
    EXPECT_NE(files.find("/files/55_b"), nullptr);
}

constexpr const char* kImage =
    R"({"model":"openai/dall-e-3","description":"cat","size":"landscape","variations":2})";

TEST_F(StandInTest, MakesAsManyImagesAsAskedForTheirPrice) {
    const auto response = post("/v0/image/generation", kImage);
    ASSERT_EQ(response.status, 201) << response.body;
    const auto document = parsed(response);
    EXPECT_EQ(document["data"]["images"].size(), 2u);
    EXPECT_EQ(document["data"]["price"]["total"].number(), 240);
    EXPECT_EQ(stand_in.account().coins(), 760);
    const std::string url(document["data"]["images"].at(0).string());
    EXPECT_TRUE(get(url.substr(url.find("/files"))).body.starts_with("\x89PNG"));
}

TEST_F(StandInTest, HasEachImageModelWhereTheServiceHasIt) {
    const std::string fal =
        R"({"model":"fal-ai/nano-banana","description":"x","size":"square","variations":1})";
    EXPECT_EQ(post("/v0/image/generation", fal).status, 422);
    EXPECT_EQ(post("/v1/image/generation", fal).status, 201);
    const auto video = post("/v1/image/generation",
                            R"({"model":"gen4_turbo","description":"x","size":"square","variations":1})");
    EXPECT_EQ(video.headers.get("Content-Type"), "text/plain");
    EXPECT_NE(video.body.find("Cannot read properties of undefined"), std::string::npos);
}

TEST_F(StandInTest, RefusesImagesWithWrongFields) {
    for (const char* body :
         {R"({"model":"openai/dall-e-3","description":"x","size":"square"})",
          R"({"model":"openai/dall-e-3","description":"x","size":"huge","variations":1})",
          R"({"model":"openai/dall-e-3","description":"x","size":"square","variations":5})",
          R"({"model":"openai/dall-e-3","description":"x","size":"square","variations":"1"})",
          R"({"model":"openai/dall-e-3","description":1,"size":"square","variations":1})",
          R"({"model":"openai/dall-e-3","description":"x","size":"square","variations":1,"seed":-1})",
          R"({"model":"openai/dall-e-3","description":"x","size":"square","variations":1,"colour":"red"})",
          R"({"model":"openai/gpt-4o-mini","description":"x","size":"square","variations":1})"})
        EXPECT_EQ(post("/v0/image/generation", body).status, 422) << body;
    EXPECT_EQ(post("/v0/image/generation", "[]").status, 400);
}

TEST_F(StandInTest, MakesVideosOfAllowedLength) {
    const auto body = [](int seconds) {
        return R"({"model":"gen4_turbo","description":"x","size":"square","image_url":"https://i","duration":)" +
               std::to_string(seconds) + "}";
    };
    const auto document = parsed(post("/v1/image/tovideo", body(5)));
    EXPECT_EQ(document["data"]["video"].size(), 1u);
    EXPECT_EQ(document["data"]["price"]["total"].number(), 200);
    EXPECT_EQ(post("/v1/image/tovideo", body(7)).status, 422);
    EXPECT_EQ(stand_in.account().coins(), 800);
}

TEST_F(StandInTest, SpeaksAsALinkOrWhenStagedAsASound) {
    const std::string body = "model=tts-1&text=hello+you&voice_id=alloy";
    const auto document = parsed(form("POST", "/v1/tts/create", body));
    EXPECT_TRUE(document["data"]["audio"].string().ends_with("_speech.mp3"));
    ASSERT_TRUE(stand_in.stage("audio", ""));
    EXPECT_EQ(form("POST", "/v1/tts/create", body).headers.get("Content-Type"), "audio/mpeg");
    EXPECT_EQ(form("POST", "/v1/tts/create", "model=tts-1&text=x&voice_id=nobody").status, 422);
    EXPECT_EQ(form("POST", "/v1/tts/create", "model=gen4_turbo&text=x&voice_id=alloy").status, 422);
    EXPECT_EQ(form("POST", "/v1/tts/create", "model=%zz").status, 400);
    EXPECT_EQ(post("/v1/tts/create", "{}").status, 415);
    const auto voices = parsed(get("/v1/tts/elevenlabslist"));
    EXPECT_EQ(voices["data"]["voices"].size(), 2u);
}

}  // namespace
}  // namespace confab::straico_sandbox
