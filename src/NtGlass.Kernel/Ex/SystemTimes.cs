using System.Runtime.InteropServices;

namespace NtGlass.Kernel;

/// <summary>The structures in which the kernel tells times and the time zone; the machine lives in UTC.</summary>
static class SystemTimes
{
    const string ZoneName = "Coordinated Universal Time", ZoneKey = "UTC";
    const int ZoneSize = 0xAC, DynamicZoneSize = 0x1B0;

    /// <summary>Callers that know fewer members get fewer.</summary>
    public static Abi.NtStatus TimeOfDay(QueryAnswer answer, NtKernel kernel)
    {
        byte[] all = new GuestRecord(0x30)
            .Set(0x00, kernel.Clock.BootTime100ns)
            .Set(0x08, kernel.Clock.SystemTime100ns)
            .Set(0x10, kernel.SharedUserData.TimeZoneBias.Value)
            .Set(0x18, 1u)
            .Bytes;
        return answer.Length > all.Length ? Abi.NtStatus.InfoLengthMismatch : answer.Exactly(all.AsSpan(0, (int)answer.Length));
    }

    public static byte[] Adjustment(NtKernel kernel) => new GuestRecord(0x0C)
        .Set(0, kernel.Clock.Adjustment ?? kernel.Profile.Boot["KeTimeAdjustment"])
        .Set(4, kernel.Profile.Boot.MaximumIncrement)
        .Set(8, Convert.ToByte(kernel.Clock.Adjustment is null))
        .Bytes;

    /// <summary>RTL_TIME_ZONE_INFORMATION.</summary>
    public static byte[] TimeZone() => Zone(ZoneSize).Bytes;

    /// <summary>RTL_DYNAMIC_TIME_ZONE_INFORMATION.</summary>
    public static byte[] DynamicTimeZone() => Zone(DynamicZoneSize).Set(ZoneSize, MemoryMarshal.AsBytes(ZoneKey.AsSpan())).Bytes;

    static GuestRecord Zone(int size)
    {
        const int StandardName = 0x04, DaylightName = 0x58;
        return new GuestRecord(size)
            .Set(StandardName, MemoryMarshal.AsBytes(ZoneName.AsSpan()))
            .Set(DaylightName, MemoryMarshal.AsBytes(ZoneName.AsSpan()));
    }
}
