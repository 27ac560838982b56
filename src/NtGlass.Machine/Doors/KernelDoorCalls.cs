using NtGlass.Kernel;
using NtGlass.Machine.Ring0;

namespace NtGlass.Machine.Doors;

/// <summary>What the doors beside the services call in the kernel.</summary>
static class KernelDoorCalls
{
    /// <returns>What the routine returns in eax.</returns>
    public static uint Enter(KernelDoor door, KThread caller, ReadOnlySpan<uint> arguments)
    {
        switch (door)
        {
            case KernelDoor.KiDispatchException:
                Ki.KiDispatchException(caller, new(arguments[0]), new(arguments[2]), Mode(arguments[3]), firstChance: arguments[4] != 0);
                return 0;
            case KernelDoor.MmAccessFault:
                return Ki.MmAccessFault(caller, arguments[0], new(arguments[1]), Mode(arguments[2])).Code;
            case KernelDoor.KiDeliverApc:
                Ki.KiDeliverApc(caller, Mode(arguments[0]), new(arguments[2]));
                return 0;
            case KernelDoor.PspUserThreadStartup:
                Ki.PspUserThreadStartup(caller);
                return 0;
            case KernelDoor.PsConvertToGuiThread:
                return Ki.PsConvertToGuiThread(caller).Code;
            case KernelDoor.KiGdiFlushUserBatch:
                Ki.KiGdiFlushUserBatch(caller);
                return 0;
            case KernelDoor.KeUpdateSystemTime:
                return Ki.KeUpdateSystemTime(caller, new(arguments[0])) ? 1u : 0;
            case KernelDoor.KiDispatchInterrupt:
                return 0;
            case KernelDoor.KeBugCheckEx:
                Ki.KeBugCheckEx(caller, arguments);
                return 0;
            case KernelDoor.KiCalloutReturned:
                return Ki.KiCalloutReturned(caller, new(arguments[0]), new(arguments[1]), arguments[2]).Code;
            default:
                throw new ArgumentOutOfRangeException(nameof(door));
        }
    }

    static ProcessorMode Mode(uint mode) => (ProcessorMode)mode;
}
