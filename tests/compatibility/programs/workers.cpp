// A C++ program of the usual kind: threads, a queue, exceptions through frames and across threads, containers, C files.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <queue>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

struct bad_item : std::runtime_error {
    int item;
    explicit bad_item(int number) : std::runtime_error("bad item " + std::to_string(number)), item(number) {}
};

std::atomic<int> destroyed{0};
thread_local std::unique_ptr<int> own = std::make_unique<int>(5);

struct counted {
    ~counted() { ++destroyed; }
};

std::uint64_t collatz(std::uint64_t number) {
    std::uint64_t steps = 0;
    for (; number != 1; ++steps) number = number % 2 ? 3 * number + 1 : number / 2;
    return steps;
}

class work_queue {
    std::queue<int> items;
    std::mutex mutex;
    std::condition_variable changed;
    bool closed = false;

public:
    void put(int item) {
        { std::lock_guard<std::mutex> lock(mutex); items.push(item); }
        changed.notify_one();
    }
    void close() {
        { std::lock_guard<std::mutex> lock(mutex); closed = true; }
        changed.notify_all();
    }
    bool take(int &item) {
        std::unique_lock<std::mutex> lock(mutex);
        changed.wait(lock, [this] { return closed || !items.empty(); });
        if (items.empty()) return false;
        item = items.front();
        items.pop();
        return true;
    }
};

int deep(int level) {
    counted guard;
    if (level == 0) throw bad_item(42);
    return deep(level - 1) + 1;
}

void exceptions() {
    try {
        deep(100);
    } catch (const bad_item &error) {
        std::printf("caught %s after %d destructors\n", error.what(), destroyed.load());
    }
    std::future<int> later = std::async(std::launch::async, [] { return deep(3); });
    try {
        later.get();
    } catch (const std::exception &error) {
        std::printf("from a thread: %s\n", error.what());
    }
    try {
        std::vector<int>().at(1);
    } catch (const std::out_of_range &) {
        std::puts("out of range");
    }
    try {
        try {
            throw 7;
        } catch (int number) {
            std::throw_with_nested(std::logic_error("outer " + std::to_string(number)));
        }
    } catch (const std::logic_error &error) {
        std::printf("%s%s\n", error.what(), dynamic_cast<const std::nested_exception *>(&error) ? " nested" : "");
    }
}

void workers() {
    work_queue queue;
    std::mutex results;
    std::map<int, std::uint64_t> steps;
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int index = 0; index < 4; ++index)
        threads.emplace_back([&] {
            int item;
            while (queue.take(item)) {
                try {
                    if (item % 100 == 99) throw bad_item(item);
                    std::uint64_t count = collatz(item + 1);
                    std::lock_guard<std::mutex> lock(results);
                    steps[item] = count;
                } catch (const bad_item &) {
                    ++failures;
                }
            }
        });
    for (int item = 0; item < 5000; ++item) queue.put(item);
    queue.close();
    for (std::thread &thread : threads) thread.join();
    std::uint64_t sum = 0;
    for (auto &entry : steps) sum += entry.second;
    auto longest = std::max_element(steps.begin(), steps.end(), [](auto &a, auto &b) { return a.second < b.second; });
    std::printf("%u done, %d failed, sum %u, longest %d\n", static_cast<unsigned>(steps.size()), failures.load(), static_cast<unsigned>(sum), longest->first);
}

void text() {
    std::string line = "alpha=1; beta=22; gamma=333";
    std::map<std::string, int> pairs;
    for (std::size_t at = 0; at < line.size();) {
        std::size_t end = std::min(line.find(';', at), line.size()), equals = line.find('=', at);
        pairs[line.substr(at, equals - at)] = std::stoi(line.substr(equals + 1, end - equals - 1));
        at = line.find_first_not_of("; ", end);
    }
    for (auto &pair : pairs) std::printf("%s:%d ", pair.first.c_str(), pair.second);
    std::printf("%8.3f\n", 3.14159265);
    std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen("workers.txt", "w+"), std::fclose);
    std::fputs("one\ntwo\nthree\n", file.get());
    std::rewind(file.get());
    int lines = 0;
    for (int letter; (letter = std::fgetc(file.get())) != EOF;) lines += letter == '\n';
    std::printf("%d lines\n", lines);
    std::thread([] { if (*own == 5) std::puts("thread local"); *own = 6; }).join();
    std::printf("%d\n", *own);
}

}

int main(int argc, char **argv) {
    std::printf("arguments %d%s%s\n", argc - 1, argc > 1 ? " " : "", argc > 1 ? argv[1] : "");
    exceptions();
    workers();
    text();
    std::fputs("end\n", stderr);
    return 5;
}
