#pragma once
/// Lines from standard input, without blocking the loop.

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>
#include <string>

#include "confab/task.hpp"

namespace confab::core {

class Console {
public:
    explicit Console(boost::asio::any_io_executor executor);
    ~Console();
    /// The next line without its end; nullopt at the end of the input. Lines over 64 KiB are cut.
    Task<std::optional<std::string>> read_line();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
