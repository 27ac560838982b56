#include "check.h"

int Failures;

int main(void)
{
    TestStrings();
    TestPaths();
    TestHeap();
    TestNumbers();
    TestEnvironment();
    TestExceptions();
    TestThreads();
    TestModules();
    Print(Failures == 0 ? "all checks hold\r\n" : "checks failed\r\n");
    return Failures;
}
