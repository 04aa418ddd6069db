#pragma once
/// What is wrong in a configuration: every problem at once, each with place and cure.

#include <string>
#include <string_view>
#include <vector>

namespace confab::core {

/// A place in a file; line and column count from 1, 0 means the file as a whole.
class Place {
public:
    Place() = default;
    Place(int line_in, int column_in) : line(line_in), column(column_in) {}
    int line = 0;
    int column = 0;
};

class Problem {
public:
    Problem(Place place_in, std::string text_in) : place(place_in), text(std::move(text_in)) {}
    Place place;
    std::string text;
};

/// Collects the problems of one file.
class Problems {
public:
    explicit Problems(std::string file) : file_(std::move(file)) {}
    void add(Place place, std::string text) { problems_.emplace_back(place, std::move(text)); }
    bool empty() const noexcept { return problems_.empty(); }
    const std::vector<Problem>& all() const noexcept { return problems_; }
    const std::string& file() const noexcept { return file_; }
    /// One "bot.yaml:14:7: ..." line each, in the order of the file.
    std::vector<std::string> lines() const;

private:
    std::string file_;
    std::vector<Problem> problems_;
};

/// " (did you mean `channels`?)" when one of the candidates is close to `word`, else empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace confab::core
