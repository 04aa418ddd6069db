#pragma once

#include <exception>
#include <string>

namespace confab::core {

/// What an exception says, as text of our own: the object itself may not outlive the library that threw it.
std::string text_of(const std::exception_ptr& failure);
/// A task was cancelled: nothing is wrong.
bool is_cancellation(const std::exception_ptr& failure);

}  // namespace confab::core
