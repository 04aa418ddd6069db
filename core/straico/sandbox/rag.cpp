#include <algorithm>
#include <charconv>

#include "core/straico/sandbox/answers.hpp"
#include "core/straico/sandbox/catalogue.hpp"
#include "core/straico/sandbox/file_store.hpp"
#include "core/straico/sandbox/library.hpp"

namespace confab::straico_sandbox {
namespace {

constexpr std::size_t kMaxRags = 100;
constexpr std::size_t kMaxFiles = 4;
constexpr std::size_t kMaxUpload = 25 * 1024 * 1024;
constexpr std::size_t kMaxQuote = 200;
constexpr std::string_view kEndings = " pdf docx csv txt xlsx py ";
constexpr std::string_view kMethods = " fixed_size recursive markdown python semantic ";
constexpr std::string_view kFields =
    " name description files chunking_method chunk_size chunk_overlap separator separators "
    "breakpoint_threshold_type buffer_size ";
constexpr std::string_view kSearches = " similarity mmr similarity_score_threshold ";
constexpr std::string_view kQuestionFields =
    " prompt model search_type k fetch_k lambda_mult score_threshold ";

bool is_one_of(std::string_view words, std::string_view word) {
    return !word.empty() && word.find(' ') == std::string_view::npos &&
           words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

bool read_integer(const std::vector<FormPart>& parts, std::string_view name, std::int64_t& out) {
    const FormPart* part = find_part(parts, name);
    if (!part) return true;
    const char* end = part->content.data() + part->content.size();
    const auto [at, bad] = std::from_chars(part->content.data(), end, out);
    return bad == std::errc() && at == end && out >= 0;
}

bool is_number(const std::vector<FormPart>& parts, std::string_view name, double most) {
    const FormPart* part = find_part(parts, name);
    if (!part) return true;
    double number = -1;
    const char* end = part->content.data() + part->content.size();
    const auto [at, bad] = std::from_chars(part->content.data(), end, number);
    return bad == std::errc() && at == end && number >= 0 && number <= most;
}

std::string bad_files(const std::vector<FormPart>& parts) {
    std::size_t files = 0;
    for (const FormPart& part : parts) {
        if (!is_one_of(kFields, part.name)) return part.name + " is not allowed";
        if (part.name != "files") continue;
        ++files;
        if (!is_one_of(kEndings, ending_of(part.file_name))) return "File type not allowed";
        if (part.content.size() > kMaxUpload) return "File too large";
    }
    return files < 1 || files > kMaxFiles ? "files must be 1 to 4" : "";
}

}  // namespace

std::string bad_search(const std::vector<FormPart>& fields) {
    for (const FormPart& field : fields)
        if (!is_one_of(kQuestionFields, field.name)) return field.name + " is not allowed";
    const FormPart* type = find_part(fields, "search_type");
    if (type && !is_one_of(kSearches, type->content)) return "search_type is unknown";
    std::int64_t ignored = 0;
    if (!read_integer(fields, "k", ignored) || !read_integer(fields, "fetch_k", ignored))
        return "k and fetch_k must be numbers";
    if (!is_number(fields, "lambda_mult", 1) || !is_number(fields, "score_threshold", 1))
        return "lambda_mult and score_threshold must be 0 to 1";
    return text_of(fields, "prompt").empty() ? "prompt is required" : "";
}

std::string Library::next_id() {
    std::string digits = std::to_string(++made_);
    return "65f0" + std::string(20 - digits.size(), '0') + digits;
}

void Library::write(json::Writer& writer, const Rag& rag) {
    writer.begin_object().field("_id", rag.id).field("user_id", "sandbox").field("name", rag.name);
    writer.field("description", rag.description)
        .field("rag_url", "https://files.invalid/" + rag.id + ".faiss");
    writer.field("original_filename", rag.files).field("chunking_method", rag.method);
    writer.field("chunk_size", rag.chunk_size).field("chunk_overlap", rag.chunk_overlap);
    writer.field("createdAt", "2025-01-31T12:00:00.000Z").field("updatedAt", "2025-01-31T12:00:00.000Z");
    writer.end_object();
}

const Library::Rag* Library::find_rag(std::string_view id) const {
    for (const Rag& rag : rags_)
        if (rag.id == id) return &rag;
    return nullptr;
}

// Takes the coins and adds the files to `rag`, or refuses and leaves it alone.
HttpServerResponse Library::add_to(Rag& rag, const std::vector<FormPart>& parts, int status) {
    std::size_t words = 0;
    for (const FormPart& part : parts)
        if (part.name == "files") words += count_words(part.content);
    const double coins = 0.1 * static_cast<double>(words) / 100;
    if (!account_.spend(coins)) return out_of_coins();
    rag.words += words;
    for (const FormPart& part : parts) {
        if (part.name != "files") continue;
        rag.files += (rag.files.empty() ? "" : ", ") + part.file_name;
        rag.text += part.content.substr(0, kMaxQuote - std::min(kMaxQuote, rag.text.size()));
    }
    json::Writer writer;
    writer.begin_object().field("success", true).key("data");
    write(writer, rag);
    writer.field("total_coins", coins).field("total_words", static_cast<std::int64_t>(words)).end_object();
    return HttpServerResponse::json(status, std::move(writer).str());
}

HttpServerResponse Library::create_rag(const HttpServerRequest& request) {
    const auto parts = parse_multipart(request.headers.get("Content-Type"), request.body);
    if (!parts) return message_refusal(400, "the body is not multipart/form-data");
    if (const std::string problem = bad_files(*parts); !problem.empty()) return message_refusal(422, problem);
    Rag rag;
    rag.id = next_id();
    rag.name = text_of(*parts, "name");
    rag.description = text_of(*parts, "description");
    const FormPart* method = find_part(*parts, "chunking_method");
    rag.method = method ? method->content : "fixed_size";
    const bool numbers = read_integer(*parts, "chunk_size", rag.chunk_size) &&
                         read_integer(*parts, "chunk_overlap", rag.chunk_overlap);
    if (rag.name.empty() || rag.description.empty())
        return message_refusal(422, "name and description are required");
    if (!is_one_of(kMethods, rag.method) || !numbers || rag.chunk_overlap >= rag.chunk_size)
        return message_refusal(422, "the chunking is wrong");
    if (rags_.size() >= kMaxRags) return message_refusal(422, "too many");
    HttpServerResponse answer = add_to(rag, *parts, 201);
    if (answer.status == 201) rags_.push_back(std::move(rag));
    return answer;
}

HttpServerResponse Library::list_rags() const {
    json::Writer writer;
    writer.begin_object().field("success", true).key("data").begin_array();
    for (const Rag& rag : rags_) write(writer, rag);
    return HttpServerResponse::json(200, std::move(writer.end_array().end_object()).str());
}

HttpServerResponse Library::get_rag(std::string_view id) const {
    const Rag* rag = find_rag(id);
    if (!rag) return message_refusal(404, "RAG not found");
    json::Writer writer;
    writer.begin_object().field("success", true).key("data");
    write(writer, *rag);
    return HttpServerResponse::json(200, std::move(writer.end_object()).str());
}

HttpServerResponse Library::grow_rag(std::string_view id, const HttpServerRequest& request) {
    const auto found = std::find_if(rags_.begin(), rags_.end(), [&](const Rag& rag) { return rag.id == id; });
    if (found == rags_.end()) return message_refusal(404, "RAG not found");
    const auto parts = parse_multipart(request.headers.get("Content-Type"), request.body);
    if (!parts) return message_refusal(400, "the body is not multipart/form-data");
    if (const std::string problem = bad_files(*parts); !problem.empty()) return message_refusal(422, problem);
    return add_to(*found, *parts, 200);
}

HttpServerResponse Library::remove_rag(std::string_view id) {
    const auto gone = std::erase_if(rags_, [&](const Rag& rag) { return rag.id == id; });
    return gone ? done("RAG deleted") : message_refusal(404, "RAG not found");
}

HttpServerResponse Library::answer(const std::string& text, const Rag* rag, std::string_view prompt,
                                   std::string_view model_id) {
    const Model* model = find_model(model_id);
    if (!model || model->type != ModelType::chat) return message_refusal(422, "Model not found");
    const std::string quote = rag ? rag->text : std::string();
    const double words = static_cast<double>(count_words(prompt) + count_words(text) + count_words(quote));
    const double coins = words * model->coins / 100;
    if (!account_.spend(coins)) return out_of_coins();
    json::Writer data;
    data.begin_object().field("answer", text).key("references").begin_array();
    if (rag) data.begin_object().field("page_content", quote).field("page", 1).end_object();
    data.end_array().field("file_name", rag ? rag->files : "").field("coins_used", coins).end_object();
    json::Writer writer;
    writer.begin_object().field("success", true);
    writer.key("data").raw(data.str()).key("response").raw(data.str());
    return HttpServerResponse::json(200, std::move(writer.end_object()).str());
}

HttpServerResponse Library::ask_rag(std::string_view id, const HttpServerRequest& request) {
    const Rag* rag = find_rag(id);
    if (!rag) return message_refusal(404, "RAG not found");
    const auto fields = parse_urlencoded(request.body);
    if (!fields) return message_refusal(400, "the body is not urlencoded");
    if (const std::string problem = bad_search(*fields); !problem.empty())
        return message_refusal(422, problem);
    const std::string_view prompt = text_of(*fields, "prompt");
    return answer(rag->name + " was asked: " + std::string(prompt), rag, prompt, text_of(*fields, "model"));
}

}  // namespace confab::straico_sandbox
