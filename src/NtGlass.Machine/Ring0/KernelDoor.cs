namespace NtGlass.Machine.Ring0;

/// <summary>The doors beside the services of the tables, whose door is their number.</summary>
public enum KernelDoor
{
    KiDispatchException = 0x4000,
    MmAccessFault,
    KiDeliverApc,
    PspUserThreadStartup,
    PsConvertToGuiThread,
    KiGdiFlushUserBatch,
    KeUpdateSystemTime,
    KiDispatchInterrupt,
    KeBugCheckEx,
    KiCalloutReturned,
}

/// <summary>The argument bytes that each door's routine pops.</summary>
static class KernelDoors
{
    public static IReadOnlyDictionary<KernelDoor, int> ArgumentBytes { get; } = new Dictionary<KernelDoor, int>
    {
        [KernelDoor.KiDispatchException] = 0x14,
        [KernelDoor.MmAccessFault] = 0x10,
        [KernelDoor.KiDeliverApc] = 0xC,
        [KernelDoor.PspUserThreadStartup] = 0x8,
        [KernelDoor.PsConvertToGuiThread] = 0,
        [KernelDoor.KiGdiFlushUserBatch] = 0,
        [KernelDoor.KeUpdateSystemTime] = 0x8,
        [KernelDoor.KiDispatchInterrupt] = 0,
        [KernelDoor.KeBugCheckEx] = 0x14,
        [KernelDoor.KiCalloutReturned] = 0xC,
    };
}
