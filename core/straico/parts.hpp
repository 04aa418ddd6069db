#pragma once
/// The parts of the Straico service that are reached from it, for one plugin.

#include "core/straico/caller.hpp"

namespace confab::core::straico {

class Prompts final : public StraicoPrompts {
public:
    explicit Prompts(Caller& caller) : caller_(caller) {}
    Task<Result<StraicoPromptReply>> complete(StraicoPromptRequest request) override;

private:
    Caller& caller_;
};

class Media final : public StraicoMedia {
public:
    explicit Media(Caller& caller) : caller_(caller) {}
    Task<Result<std::string>> upload(StraicoUpload upload) override;
    Task<Result<StraicoMade>> image(StraicoImageRequest request) override;
    Task<Result<StraicoMade>> video(StraicoVideoRequest request) override;
    Task<Result<StraicoSpeech>> speech(StraicoSpeechRequest request) override;
    Task<Result<std::vector<StraicoVoice>>> voices() override;

private:
    Caller& caller_;
};

class Rags final : public StraicoRags {
public:
    explicit Rags(Caller& caller) : caller_(caller) {}
    Task<Result<StraicoRag>> create(StraicoRagRequest request) override;
    Task<Result<std::vector<StraicoRag>>> list() override;
    Task<Result<StraicoRag>> get(std::string id) override;
    Task<Result<StraicoRag>> add_files(StraicoRagFiles request) override;
    Task<Result<void>> remove(std::string id) override;
    Task<Result<StraicoAnswer>> ask(StraicoRagQuestion question) override;

private:
    Caller& caller_;
};

class Agents final : public StraicoAgents {
public:
    explicit Agents(Caller& caller) : caller_(caller) {}
    Task<Result<StraicoAgent>> create(StraicoAgentDraft draft) override;
    Task<Result<std::vector<StraicoAgent>>> list() override;
    Task<Result<StraicoAgent>> get(std::string id) override;
    Task<Result<StraicoAgent>> update(StraicoAgentChange change) override;
    Task<Result<void>> remove(std::string id) override;
    Task<Result<StraicoAgent>> attach_rag(std::string agent, std::string rag) override;
    Task<Result<StraicoAnswer>> ask(StraicoAgentQuestion question) override;

private:
    Caller& caller_;
};

}  // namespace confab::core::straico
