/* The smallest visible program. */
#include "print.h"

int main(void)
{
    Print("Hello from the glass box.\r\n");
    return 0;
}
