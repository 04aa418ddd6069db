// The Straico service as far as a fake need not implement it: everything answers "unsupported".
#include "confab/service/straico.hpp"

#include <algorithm>

namespace confab::inline v1 {
namespace {

Error unsupported(const char* what) {
    return Error(Errc::unsupported, std::string("this Straico service has no ") + what);
}

std::string plain(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ' || c == '_' || c == '-') continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return out;
}

}  // namespace

bool StraicoModel::has_feature(std::string_view feature) const {
    const std::string wanted = plain(feature);
    return std::any_of(features.begin(), features.end(),
                       [&](const std::string& own) { return plain(own) == wanted; });
}

StraicoFile StraicoFile::on_disk(std::string path) {
    StraicoFile file;
    file.name = path.substr(path.find_last_of('/') + 1);
    file.path = std::move(path);
    return file;
}

StraicoFile StraicoFile::in_memory(std::string name, std::string content) {
    StraicoFile file;
    file.name = std::move(name);
    file.content = std::move(content);
    return file;
}

Straico::~Straico() = default;
Task<Result<StraicoModel>> Straico::model(std::string) {
    co_return unsupported("model by id");
}
StraicoPrompts& Straico::prompts() {
    static StraicoPrompts none;
    return none;
}
StraicoMedia& Straico::media() {
    static StraicoMedia none;
    return none;
}
StraicoRags& Straico::rags() {
    static StraicoRags none;
    return none;
}
StraicoAgents& Straico::agents() {
    static StraicoAgents none;
    return none;
}
const StraicoLedger& Straico::ledger() const {
    static const StraicoLedger none;
    return none;
}

StraicoPrompts::~StraicoPrompts() = default;
Task<Result<StraicoPromptReply>> StraicoPrompts::complete(StraicoPromptRequest) {
    co_return unsupported("prompts");
}

StraicoMedia::~StraicoMedia() = default;
Task<Result<std::string>> StraicoMedia::upload(StraicoUpload) {
    co_return unsupported("upload");
}
Task<Result<StraicoMade>> StraicoMedia::image(StraicoImageRequest) {
    co_return unsupported("images");
}
Task<Result<StraicoMade>> StraicoMedia::video(StraicoVideoRequest) {
    co_return unsupported("videos");
}
Task<Result<StraicoSpeech>> StraicoMedia::speech(StraicoSpeechRequest) {
    co_return unsupported("speech");
}
Task<Result<std::vector<StraicoVoice>>> StraicoMedia::voices() {
    co_return unsupported("voices");
}

StraicoRags::~StraicoRags() = default;
Task<Result<StraicoRag>> StraicoRags::create(StraicoRagRequest) {
    co_return unsupported("documents");
}
Task<Result<std::vector<StraicoRag>>> StraicoRags::list() {
    co_return unsupported("documents");
}
Task<Result<StraicoRag>> StraicoRags::get(std::string) {
    co_return unsupported("documents");
}
Task<Result<StraicoRag>> StraicoRags::add_files(StraicoRagFiles) {
    co_return unsupported("documents");
}
Task<Result<void>> StraicoRags::remove(std::string) {
    co_return unsupported("documents");
}
Task<Result<StraicoAnswer>> StraicoRags::ask(StraicoRagQuestion) {
    co_return unsupported("documents");
}

StraicoAgents::~StraicoAgents() = default;
Task<Result<StraicoAgent>> StraicoAgents::create(StraicoAgentDraft) {
    co_return unsupported("agents");
}
Task<Result<std::vector<StraicoAgent>>> StraicoAgents::list() {
    co_return unsupported("agents");
}
Task<Result<StraicoAgent>> StraicoAgents::get(std::string) {
    co_return unsupported("agents");
}
Task<Result<StraicoAgent>> StraicoAgents::update(StraicoAgentChange) {
    co_return unsupported("agents");
}
Task<Result<void>> StraicoAgents::remove(std::string) {
    co_return unsupported("agents");
}
Task<Result<StraicoAgent>> StraicoAgents::attach_rag(std::string, std::string) {
    co_return unsupported("agents");
}
Task<Result<StraicoAnswer>> StraicoAgents::ask(StraicoAgentQuestion) {
    co_return unsupported("agents");
}

StraicoLedger::~StraicoLedger() = default;
std::vector<StraicoSpent> StraicoLedger::all(By) const {
    return {};
}
StraicoSpent StraicoLedger::of(By, std::string_view who) const {
    StraicoSpent spent;
    spent.who = who;
    return spent;
}
StraicoSpent StraicoLedger::total() const {
    return {};
}
std::optional<double> StraicoLedger::balance() const {
    return {};
}

}  // namespace confab::inline v1
