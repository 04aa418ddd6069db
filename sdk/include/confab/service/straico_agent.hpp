#pragma once
/// Part of the Straico service: agents, that is a model with a prompt and perhaps documents. An agent
/// remembers nothing: put what was said before into the prompt.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/service/straico_rag.hpp"
#include "confab/service/straico_spender.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class StraicoAgentDraft {
public:
    std::string name;
    std::string custom_prompt;
    std::string model;
    std::string description;
    std::vector<std::string> tags;
};

/// What to change; unset fields stay.
class StraicoAgentChange {
public:
    std::string agent;  ///< Id.
    std::optional<std::string> name;
    std::optional<std::string> custom_prompt;
    std::optional<std::string> model;
    std::optional<std::string> description;
    std::optional<std::vector<std::string>> tags;
};

class StraicoAgent {
public:
    std::string id;
    std::string uuid;
    std::string name;
    std::string custom_prompt;
    std::string model;
    std::string description;
    std::string status;      ///< "active"
    std::string visibility;  ///< "private"
    std::vector<std::string> tags;
    std::string rag;  ///< Id of its documents; empty: none.
    std::int64_t interactions = 0;
    std::string last_interaction;  ///< Times as the service writes them.
    std::string created_at;
    std::string updated_at;
};

class StraicoAgentQuestion {
public:
    std::string agent;  ///< Id.
    std::string prompt;
    StraicoSearch search;
    StraicoSpender spender;
};

/// Reached by `Straico::agents()`. Only asking is paid; it may take minutes. Errors as of `Straico`.
class CONFAB_API StraicoAgents {
public:
    virtual ~StraicoAgents();
    virtual Task<Result<StraicoAgent>> create(StraicoAgentDraft draft);
    virtual Task<Result<std::vector<StraicoAgent>>> list();
    virtual Task<Result<StraicoAgent>> get(std::string id);
    virtual Task<Result<StraicoAgent>> update(StraicoAgentChange change);
    virtual Task<Result<void>> remove(std::string id);
    virtual Task<Result<StraicoAgent>> attach_rag(std::string agent, std::string rag);
    virtual Task<Result<StraicoAnswer>> ask(StraicoAgentQuestion question);
};

}  // namespace confab::inline v1
