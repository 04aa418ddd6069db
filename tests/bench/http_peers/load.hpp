#pragma once
/// What every client of the HTTP benchmark has in common: its arguments, and how it reports.
///
///     CLIENT URL CALLERS REQUESTS CA-FILE
///
/// CALLERS at a time send GET until REQUESTS were answered, after a warm-up that is not counted. One JSON
/// line: wall seconds, CPU seconds of the client, and what failed.

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace confab::bench {

inline double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Load {
public:
    Load(int argc, char** argv) {
        if (argc != 5) {
            std::fprintf(stderr, "usage: %s URL CALLERS REQUESTS CA-FILE\n", argv[0]);
            std::exit(64);
        }
        url = argv[1];
        callers = std::atoi(argv[2]);
        requests = std::atoi(argv[3]);
        ca_file = argv[4];
        warm_up = callers * 20;
    }

    /// Whether a caller should send one more; starts the clocks after the warm-up.
    bool next() {
        if (sent == warm_up) {
            begun_ = std::chrono::steady_clock::now();
            cpu_ = cpu_seconds();
        }
        return sent++ < warm_up + requests;
    }
    void answered(bool good) {
        if (!good) ++failed;
    }
    int report() const {
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begun_;
        std::printf("{\"seconds\":%.6f,\"cpu\":%.6f,\"failed\":%d}\n", wall.count(), cpu_seconds() - cpu_,
                    failed);
        return failed == 0 ? 0 : 1;
    }

    std::string url, ca_file;
    int callers = 1, requests = 0, warm_up = 0, sent = 0, failed = 0;

private:
    std::chrono::steady_clock::time_point begun_;
    double cpu_ = 0;
};

}  // namespace confab::bench
