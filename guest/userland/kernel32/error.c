#include "base.h"

void BaseRecordNtError(NTSTATUS status)
{
    RtlSetLastWin32Error(RtlNtStatusToDosError(status));
}
