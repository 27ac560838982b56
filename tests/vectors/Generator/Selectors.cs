namespace NtGlass.Vectors;

/// <summary>Selectors that mean the same in the kernel under the oracle and in the processor under test.</summary>
internal static class Selectors
{
    private const ushort UserCode = 0x23;
    private const ushort UserData = 0x2B;

    /// <summary>Flat code, null, data, beyond the table; never the 64-bit code segment.</summary>
    public static ushort Code(Draft draft) => draft.Chance(0.7) ? UserCode : draft.Pick<ushort>(0, 3, UserData, 0xFFF8, 0xFFFB);

    public static ushort Data(Draft draft) =>
        draft.Chance(0.6) ? draft.Pick(UserData, (ushort)0) : draft.Pick<ushort>(UserCode, 1, 3, 0xFFF8, 0xFFF3, 0x28);
}
