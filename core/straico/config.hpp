#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "confab/option.hpp"
#include "confab/task.hpp"

namespace confab::core {

/// What stands under `services.straico:` in bot.yaml. Nothing is streamed, so answers of minutes are ordinary
/// where something is made; what has no deadline here has the HTTP client's.
class StraicoConfig {
public:
    std::string base_url = "https://api.straico.com";
    Secret api_key;
    Duration chat_timeout{120'000};
    Duration prompt_timeout{300'000};  ///< Up to four models, files and transcripts.
    Duration image_timeout{60'000};    ///< And `image_timeout_each` for every picture ...
    Duration image_timeout_each{20'000};
    Duration image_timeout_least{120'000};  ///< ... but never less than this.
    Duration upload_timeout{150'000};
    Duration video_timeout{300'000};
    Duration speech_timeout{120'000};
    Duration rag_timeout{600'000};  ///< Making, growing and asking.
    Duration agent_timeout{600'000};
    Duration user_lifetime{300'000};
    double low_balance = 0;  ///< Coins below which the log warns, once a crossing; 0: never.

    Duration timeout_of_images(std::int64_t count) const {
        return std::max(image_timeout_least, image_timeout + image_timeout_each * count);
    }
};

}  // namespace confab::core
