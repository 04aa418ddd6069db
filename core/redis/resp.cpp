#include "core/redis/resp.hpp"

#include <hiredis/hiredis.h>

#include <charconv>
#include <cstring>
#include <new>

namespace confab::core {
namespace {

// Why a callback refused to make an object: hiredis only knows "out of memory".
enum class Refusal : std::uint8_t { none, too_large, damaged, memory };

struct Building {
    RespLimits limits;
    std::size_t bytes = 0;  // of the reply that is being read
    Refusal refusal = Refusal::none;

    bool admits(std::size_t more) noexcept {
        bytes += more + sizeof(RedisReply);
        if (bytes > limits.max_reply) refusal = Refusal::too_large;
        return refusal == Refusal::none;
    }
};

Building& building(const redisReadTask* task) {
    return *static_cast<Building*>(task->privdata);
}

/// Where the value of `task` belongs: a new root, or the next element of its array. Elements stay where they
/// are while hiredis refers to them: an array grows only when the element before is complete.
void* place(const redisReadTask* task, RedisReply reply) noexcept {
    try {
        if (!task->parent) return new RedisReply(std::move(reply));
        auto& elements = static_cast<RedisReply*>(task->parent->obj)->elements;
        elements.push_back(std::move(reply));
        return &elements.back();
    } catch (const std::bad_alloc&) {
        building(task).refusal = Refusal::memory;
        return nullptr;
    }
}

/// RESP2 has no other types; hiredis 1 also reads those of RESP3, which was not asked for.
std::optional<RedisReply::Type> text_type(int type) noexcept {
    if (type == REDIS_REPLY_STRING) return RedisReply::Type::string;
    if (type == REDIS_REPLY_STATUS) return RedisReply::Type::status;
    if (type == REDIS_REPLY_ERROR) return RedisReply::Type::error;
    return {};
}

void* refuse(const redisReadTask* task) noexcept {
    building(task).refusal = Refusal::damaged;
    return nullptr;
}

int depth_of(const redisReadTask* task) noexcept {
    int depth = 1;
    while ((task = task->parent)) ++depth;
    return depth;
}

void* create_string(const redisReadTask* task, char* text, std::size_t length) noexcept {
    Building& state = building(task);
    const std::optional<RedisReply::Type> type = text_type(task->type);
    if (!type) return refuse(task);
    // hiredis takes it on trust that a string ends where its length says.
    if (type == RedisReply::Type::string && std::memcmp(text + length, "\r\n", 2) != 0) return refuse(task);
    if (!state.admits(length)) return nullptr;
    try {
        RedisReply reply;
        reply.type = *type;
        reply.text.assign(text, length);
        return place(task, std::move(reply));
    } catch (const std::bad_alloc&) {
        state.refusal = Refusal::memory;
        return nullptr;
    }
}

#if HIREDIS_MAJOR > 0
using ElementCount = std::size_t;
#else
using ElementCount = int;  // never negative
#endif

void* create_array(const redisReadTask* task, ElementCount elements) noexcept {
    Building& state = building(task);
    if (task->type != REDIS_REPLY_ARRAY || depth_of(task) > kMaxReplyDepth) return refuse(task);
    if (static_cast<std::size_t>(elements) > state.limits.max_elements) state.refusal = Refusal::too_large;
    if (!state.admits(0)) return nullptr;
    RedisReply reply;
    reply.type = RedisReply::Type::array;
    return place(task, std::move(reply));
}

void* create_integer(const redisReadTask* task, long long value) noexcept {
    if (!building(task).admits(0)) return nullptr;
    RedisReply reply;
    reply.type = RedisReply::Type::integer;
    reply.integer = value;
    return place(task, std::move(reply));
}

void* create_nil(const redisReadTask* task) noexcept {
    if (!building(task).admits(0)) return nullptr;
    return place(task, RedisReply());
}

void free_object(void* object) noexcept {
    delete static_cast<RedisReply*>(object);
}

redisReplyObjectFunctions functions() noexcept {
    redisReplyObjectFunctions out{};
    out.createString = create_string;
    out.createArray = create_array;
    out.createInteger = create_integer;
    out.createNil = create_nil;
    out.freeObject = free_object;
#if HIREDIS_MAJOR > 0
    out.createDouble = [](const redisReadTask* task, double, char*, std::size_t) {
        return refuse(task);
    };
    out.createBool = [](const redisReadTask* task, int) {
        return refuse(task);
    };
#endif
    return out;
}

/// Of the value that `reader` has begun.
int type_in_progress(const redisReader& reader) noexcept {
    if (reader.ridx < 0) return 0;
#if HIREDIS_MAJOR > 0
    return reader.task[reader.ridx]->type;
#else
    return reader.rstack[reader.ridx].type;
#endif
}

redisReplyObjectFunctions kFunctions = functions();

struct ReaderFree {
    void operator()(redisReader* reader) const noexcept { redisReaderFree(reader); }
};

}  // namespace

Result<std::string> encode_command(std::span<const std::string> arguments) {
    if (arguments.empty()) return Error(Errc::invalid_argument, "an empty Redis command");
    std::vector<const char*> pointers;
    std::vector<std::size_t> lengths;
    std::size_t total = 0;
    for (const std::string& argument : arguments) {
        pointers.push_back(argument.data());
        lengths.push_back(argument.size());
        total += argument.size() + 32;
        if (total > kMaxCommandBytes) return Error(Errc::too_large, "a Redis command is too long");
    }
    char* formatted = nullptr;
    const int length = redisFormatCommandArgv(&formatted, static_cast<int>(pointers.size()), pointers.data(),
                                              lengths.data());
    if (length < 0) throw std::bad_alloc();
    const std::unique_ptr<char, void (*)(char*)> owned(formatted, redisFreeCommand);
    return std::string(formatted, static_cast<std::size_t>(length));
}

struct RespDecoder::State {
    explicit State(RespLimits limits) : reader(redisReaderCreateWithFunctions(&kFunctions)) {
        if (!reader) throw std::bad_alloc();
        building.limits = limits;
        reader->privdata = &building;
        reader->maxbuf = 64 * 1024;  // a buffer that was needed for one large value is given back
    }

    std::size_t waiting() const noexcept { return reader->len - reader->pos; }

    /// What an incomplete reply announces is judged before its bytes are awaited.
    bool incomplete_is_too_large() const {
        const std::string_view rest(reader->buf + reader->pos, waiting());
        if (rest.size() > building.limits.max_bulk + building.limits.max_line) return true;
        const std::size_t line = rest.substr(0, building.limits.max_line).find("\r\n");
        if (line == std::string_view::npos) return rest.size() >= building.limits.max_line;
        if (type_in_progress(*reader) != REDIS_REPLY_STRING) return false;
        std::uint64_t announced = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + line, announced);
        if (error == std::errc::result_out_of_range) return true;
        return error == std::errc() && announced > building.limits.max_bulk;
    }

    Error failure() const {
        if (building.refusal == Refusal::too_large)
            return Error(Errc::too_large, "a Redis reply is too large");
        if (building.refusal == Refusal::memory)
            return Error(Errc::overloaded, "no memory for a Redis reply");
        return Error(Errc::protocol, "the server's bytes are no Redis reply");
    }

    Building building;  // outlives the reader, which refers to it
    std::unique_ptr<redisReader, ReaderFree> reader;
};

RespDecoder::RespDecoder(RespLimits limits) : state_(std::make_unique<State>(limits)) {}
RespDecoder::~RespDecoder() = default;
RespDecoder::RespDecoder(RespDecoder&&) noexcept = default;
RespDecoder& RespDecoder::operator=(RespDecoder&&) noexcept = default;

void RespDecoder::feed(std::string_view bytes) {
    if (redisReaderFeed(state_->reader.get(), bytes.data(), bytes.size()) != REDIS_OK &&
        state_->reader->err == REDIS_ERR_OOM)
        state_->building.refusal = Refusal::memory;
}

Result<std::optional<RedisReply>> RespDecoder::next() {
    State& state = *state_;
    if (state.building.refusal != Refusal::none) return state.failure();
    void* object = nullptr;
    if (redisReaderGetReply(state.reader.get(), &object) != REDIS_OK) return state.failure();
    if (!object) {
        if (state.waiting() > 0 && state.incomplete_is_too_large()) {
            state.building.refusal = Refusal::too_large;
            return state.failure();
        }
        return std::optional<RedisReply>();
    }
    const std::unique_ptr<RedisReply> reply(static_cast<RedisReply*>(object));
    state.building.bytes = 0;
    return std::optional<RedisReply>(std::move(*reply));
}

std::size_t RespDecoder::buffered() const noexcept {
    return state_->waiting();
}

}  // namespace confab::core
