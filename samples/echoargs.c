/* Shows the command line as the program sees it. */
#include "print.h"

int main(void)
{
    Print(GetCommandLineA());
    Print("\r\n");
    return 0;
}
