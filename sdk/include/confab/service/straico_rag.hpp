#pragma once
/// Part of the Straico service: bodies of documents that can be asked ("RAG").

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "confab/abi.hpp"
#include "confab/result.hpp"
#include "confab/service/straico_media.hpp"
#include "confab/service/straico_spender.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

/// How documents are cut. Unset: the service's default.
class StraicoChunking {
public:
    enum class Method : std::uint8_t { fixed_size, recursive, markdown, python, semantic };
    enum class Breakpoint : std::uint8_t { percentile, interquartile, standard_deviation, gradient };
    Method method = Method::fixed_size;
    std::optional<std::int64_t> chunk_size;     ///< Characters; service's default 1000.
    std::optional<std::int64_t> chunk_overlap;  ///< Less than `chunk_size`; service's default 50.
    std::vector<std::string> separators;        ///< `fixed_size` takes one, `recursive` several.
    std::optional<Breakpoint> breakpoint;       ///< `semantic` only.
    std::optional<std::int64_t> buffer_size;    ///< `semantic` only.
};

class StraicoRagRequest {
public:
    std::string name;
    std::string description;
    std::vector<StraicoFile> files;  ///< 1 to 4 of pdf docx csv txt xlsx py, at most 25 MB each.
    StraicoChunking chunking;
    StraicoSpender spender;
};

class StraicoRagFiles {
public:
    std::string rag;                 ///< Id.
    std::vector<StraicoFile> files;  ///< As in `StraicoRagRequest`.
    StraicoSpender spender;
};

class StraicoRag {
public:
    std::string id;
    std::string name;
    std::string description;
    std::string index_url;
    std::vector<std::string> file_names;
    std::string chunking_method;
    std::int64_t chunk_size = 0;
    std::int64_t chunk_overlap = 0;
    std::string created_at;  ///< As the service writes it, "2025-01-31T12:00:00.000Z".
    std::string updated_at;
    double coins = 0;  ///< Of the call that made or grew it; else 0.
    double words = 0;
};

/// How passages are looked for. Unset: the service's default.
class StraicoSearch {
public:
    enum class Type : std::uint8_t { similarity, mmr, similarity_score_threshold };
    std::optional<Type> type;
    std::optional<std::int64_t> passages;    ///< "k", 1 or more.
    std::optional<std::int64_t> candidates;  ///< "fetch_k", `mmr` only.
    std::optional<double> diversity;         ///< "lambda_mult", 0 (most diverse) to 1, `mmr` only.
    std::optional<double> score_threshold;   ///< 0 to 1.
};

class StraicoRagQuestion {
public:
    std::string rag;  ///< Id.
    std::string prompt;
    std::string model;
    StraicoSearch search;
    StraicoSpender spender;
};

class StraicoReference {
public:
    std::string text;
    std::int64_t page = 0;
};

/// Of a body of documents or an agent. The words of the references are billed too.
class StraicoAnswer {
public:
    std::string text;
    std::vector<StraicoReference> references;
    std::string file_name;
    double coins = 0;
};

/// Reached by `Straico::rags()`. Making and asking are paid and may take minutes. Errors as of `Straico`.
class CONFAB_API StraicoRags {
public:
    virtual ~StraicoRags();
    virtual Task<Result<StraicoRag>> create(StraicoRagRequest request);
    virtual Task<Result<std::vector<StraicoRag>>> list();
    virtual Task<Result<StraicoRag>> get(std::string id);
    virtual Task<Result<StraicoRag>> add_files(StraicoRagFiles request);
    virtual Task<Result<void>> remove(std::string id);
    virtual Task<Result<StraicoAnswer>> ask(StraicoRagQuestion question);
};

}  // namespace confab::inline v1
