#pragma once

#include <string>

#include "confab/service/http_message.hpp"
#include "confab/service/straico.hpp"

namespace confab::core::straico {

/// A file as a part of a form; one on disk is read while it is sent.
HttpPart file_part(std::string name, const StraicoFile& file);

}  // namespace confab::core::straico
