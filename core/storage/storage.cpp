#include "core/storage/storage.hpp"

namespace confab::core {

template <class T, class F>
Task<Result<T>> SpaceStorage::on_worker(F work) {
    std::optional<Result<T>> result;
    std::function<void()> job = [&result, &work] {
        result.emplace(work());
    };
    co_await runtime_.on_worker(std::move(job));
    co_return std::move(*result);
}

Task<Result<std::optional<std::string>>> SpaceStorage::get(std::string key) {
    return on_worker<std::optional<std::string>>(
        [this, key = std::move(key)] { return database_.get(space_, key); });
}

Task<Result<void>> SpaceStorage::put(std::string key, std::string value, Duration time_to_live) {
    return on_worker<void>([this, key = std::move(key), value = std::move(value), time_to_live] {
        return database_.put(space_, key, value, time_to_live);
    });
}

Task<Result<void>> SpaceStorage::erase(std::string key) {
    return on_worker<void>([this, key = std::move(key)] { return database_.erase(space_, key); });
}

Task<Result<std::vector<std::pair<std::string, std::string>>>> SpaceStorage::scan(std::string prefix,
                                                                                  std::size_t limit) {
    return on_worker<std::vector<std::pair<std::string, std::string>>>(
        [this, prefix = std::move(prefix), limit] { return database_.scan(space_, prefix, limit); });
}

}  // namespace confab::core
