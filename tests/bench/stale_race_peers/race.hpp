#pragma once
/// What the clients of the stale race have in common.
///
///     CLIENT URL METHOD KEY ROUNDS PAUSES
///
/// One request after the other, over a kept connection where there is one: METHOD URL/<round>, with a body
/// unless it is a GET, with an Idempotency-Key if KEY is "key". PAUSES are milliseconds, joined by commas:
/// before each odd round the next of them. One JSON line: how many requests failed.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace confab::bench {

class Race {
public:
    Race(int argc, char** argv) {
        if (argc != 6) {
            std::fprintf(stderr, "usage: %s URL METHOD key|- ROUNDS PAUSES\n", argv[0]);
            std::exit(64);
        }
        url = argv[1];
        method = argv[2];
        key = argv[3] == std::string("key");
        rounds = std::atoi(argv[4]);
        std::istringstream list(argv[5]);
        for (std::string pause; std::getline(list, pause, ',');) pauses.emplace_back(std::stoi(pause));
    }

    std::string url_of(int round) const { return url + "/" + std::to_string(round); }
    std::chrono::milliseconds pause(int round) const {
        if (round % 2 == 0 || pauses.empty()) return std::chrono::milliseconds(0);
        return pauses[static_cast<std::size_t>(round / 2) % pauses.size()];
    }
    int report(int failed) const {
        std::printf("{\"failed\":%d}\n", failed);
        return 0;
    }

    std::string url, method;
    bool key = false;
    int rounds = 0;
    std::vector<std::chrono::milliseconds> pauses;
};

}  // namespace confab::bench
