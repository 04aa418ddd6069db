#include <charconv>

#include "confab/json.hpp"
#include "core/straico/check.hpp"
#include "core/straico/encode.hpp"
#include "core/straico/encode_file.hpp"
#include "core/straico/encode_search.hpp"

namespace confab::core::straico {
namespace {

constexpr std::string_view kRagEndings = " pdf docx csv txt xlsx py ";
constexpr std::size_t kMaxFiles = 4;

const char* method_name(StraicoChunking::Method method) {
    static constexpr const char* kNames[] = {"fixed_size", "recursive", "markdown", "python", "semantic"};
    return kNames[static_cast<std::size_t>(method)];
}

const char* breakpoint_name(StraicoChunking::Breakpoint breakpoint) {
    static constexpr const char* kNames[] = {"percentile", "interquartile", "standard_deviation", "gradient"};
    return kNames[static_cast<std::size_t>(breakpoint)];
}

const char* search_name(StraicoSearch::Type type) {
    static constexpr const char* kNames[] = {"similarity", "mmr", "similarity_score_threshold"};
    return kNames[static_cast<std::size_t>(type)];
}

std::string decimal(double number) {
    char text[32];
    const auto end = std::to_chars(std::begin(text), std::end(text), number).ptr;
    return std::string(text, end);
}

std::string json_list(const std::vector<std::string>& list) {
    json::Writer writer;
    writer.begin_array();
    for (const std::string& text : list) writer.value(text);
    return std::move(writer.end_array()).str();
}

std::optional<Error> check_files(std::string_view call, const std::vector<StraicoFile>& files) {
    Check check(call);
    check.that(!files.empty() && files.size() <= kMaxFiles, "files", "must be 1 to 4");
    if (check.error()) return check.error();
    for (const StraicoFile& file : files)
        if (const std::optional<Error> wrong = check_file(call, file, kRagEndings)) return wrong;
    return {};
}

void check_chunking(Check& check, const StraicoChunking& chunking) {
    using Method = StraicoChunking::Method;
    constexpr double kMost = 1'000'000;
    if (chunking.chunk_size)
        check.between("chunking.chunk_size", static_cast<double>(*chunking.chunk_size), 1, kMost);
    if (chunking.chunk_overlap) {
        const auto size = static_cast<double>(chunking.chunk_size.value_or(1000));
        check.between("chunking.chunk_overlap", static_cast<double>(*chunking.chunk_overlap), 0, size - 1);
    }
    const std::size_t separators = chunking.separators.size();
    const bool fits = separators == 0 || (separators == 1 && chunking.method == Method::fixed_size) ||
                      (separators <= 20 && chunking.method == Method::recursive);
    check.that(fits, "chunking.separators", "may be one for fixed_size, several for recursive");
    const bool semantic = chunking.method == Method::semantic;
    check.that(semantic || !chunking.breakpoint, "chunking.breakpoint", "is for semantic only");
    check.that(semantic || !chunking.buffer_size, "chunking.buffer_size", "is for semantic only");
    if (chunking.buffer_size)
        check.between("chunking.buffer_size", static_cast<double>(*chunking.buffer_size), 1, kMost);
}

void add_chunking(std::vector<HttpPart>& parts, const StraicoChunking& chunking) {
    const auto add = [&](const char* name, std::string value) {
        parts.push_back(HttpPart::field(name, std::move(value)));
    };
    add("chunking_method", method_name(chunking.method));
    if (chunking.chunk_size) add("chunk_size", std::to_string(*chunking.chunk_size));
    if (chunking.chunk_overlap) add("chunk_overlap", std::to_string(*chunking.chunk_overlap));
    if (!chunking.separators.empty()) {
        if (chunking.method == StraicoChunking::Method::recursive)
            add("separators", json_list(chunking.separators));
        else
            add("separator", chunking.separators.front());
    }
    if (chunking.breakpoint) add("breakpoint_threshold_type", breakpoint_name(*chunking.breakpoint));
    if (chunking.buffer_size) add("buffer_size", std::to_string(*chunking.buffer_size));
}

}  // namespace

void add_search(FormFields& fields, const StraicoSearch& search) {
    if (search.type) fields.emplace_back("search_type", search_name(*search.type));
    if (search.passages) fields.emplace_back("k", std::to_string(*search.passages));
    if (search.candidates) fields.emplace_back("fetch_k", std::to_string(*search.candidates));
    if (search.diversity) fields.emplace_back("lambda_mult", decimal(*search.diversity));
    if (search.score_threshold) fields.emplace_back("score_threshold", decimal(*search.score_threshold));
}

Result<HttpRequest> encode_rag(const StraicoRagRequest& request) {
    Check check("rag");
    check.filled("name", request.name).filled("description", request.description);
    check_chunking(check, request.chunking);
    if (check.error()) return *check.error();
    if (const std::optional<Error> wrong = check_files("rag", request.files)) return *wrong;
    HttpRequest call("POST", "/v0/rag");
    call.lane = HttpLane::bulk;  // minutes: the last connection is for those who chat
    call.parts.push_back(HttpPart::field("name", request.name));
    call.parts.push_back(HttpPart::field("description", request.description));
    add_chunking(call.parts, request.chunking);
    for (const StraicoFile& file : request.files) call.parts.push_back(file_part("files", file));
    return call;
}

Result<HttpRequest> encode_rag_files(const StraicoRagFiles& request) {
    Check check("rag");
    check.id("rag", request.rag);
    if (check.error()) return *check.error();
    if (const std::optional<Error> wrong = check_files("rag", request.files)) return *wrong;
    HttpRequest call("PUT", "/v0/rag/" + request.rag);
    call.lane = HttpLane::bulk;
    for (const StraicoFile& file : request.files) call.parts.push_back(file_part("files", file));
    // A PUT by name only: done twice, it adds twice and is billed twice.
    call.retry = false;
    return call;
}

Result<HttpRequest> encode_rag_question(const StraicoRagQuestion& question) {
    Check check("rag prompt");
    check.id("rag", question.rag).filled("prompt", question.prompt).model("model", question.model);
    check.search(question.search);
    if (check.error()) return *check.error();
    FormFields fields;
    fields.emplace_back("prompt", question.prompt);
    fields.emplace_back("model", question.model);
    add_search(fields, question.search);
    return HttpRequest::form("POST", "/v0/rag/" + question.rag + "/prompt", fields);
}

}  // namespace confab::core::straico
