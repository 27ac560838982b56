namespace NtGlass.Kernel;

/// <summary>GetSystemMetrics and GetSysColor: the values of a screen of 1024 by 768 in the classic look.</summary>
static class SystemMetrics
{
    public const int ScreenWidth = 1024, ScreenHeight = 768;

    static readonly Dictionary<uint, int> Values = new()
    {
        [0] = ScreenWidth, [1] = ScreenHeight, [2] = 17, [3] = 17, [4] = 23, [5] = 1, [6] = 1, [7] = 3, [8] = 3, [9] = 17, [10] = 17,
        [11] = 32, [12] = 32, [13] = 32, [14] = 32, [15] = 20, [16] = ScreenWidth, [17] = ScreenHeight - 23, [20] = 17, [21] = 17,
        [28] = 136, [29] = 39, [30] = 22, [31] = 22, [32] = 4, [33] = 4, [34] = 136, [35] = 39, [36] = 4, [37] = 4, [38] = 75, [39] = 75,
        [43] = 3, [45] = 2, [46] = 2, [47] = 160, [48] = 24, [49] = 16, [50] = 16, [51] = 17, [52] = 17, [53] = 17, [54] = 18, [55] = 18,
        [56] = 8, [57] = 160, [58] = 24, [59] = ScreenWidth + 12, [60] = ScreenHeight + 12, [61] = ScreenWidth + 8, [62] = ScreenHeight + 8,
        [63] = 1, [68] = 4, [69] = 4, [71] = 13, [72] = 13, [78] = ScreenWidth, [79] = ScreenHeight, [80] = 1, [81] = 1, [83] = 1, [84] = 1,
    };

    // COLOR_SCROLLBAR and so on, as COLORREF.
    static readonly uint[] Colours =
    [
        0xC8D0D4, 0xA56E3A, 0x6A240A, 0x808080, 0xC8D0D4, 0xFFFFFF, 0x000000, 0x000000, 0x000000, 0xFFFFFF, 0xC8D0D4, 0xC8D0D4, 0x808080,
        0x6A240A, 0xFFFFFF, 0xC8D0D4, 0x808080, 0x808080, 0x000000, 0xC8D0D4, 0xFFFFFF, 0x404040, 0xC8D0D4, 0x000000, 0xE1FFFF, 0xB5B5B5,
        0xC80000, 0xF0CAA6, 0xC0C0C0, 0xC56A31, 0xC8D0D4,
    ];

    /// <summary>One metric; what is not known is 0, as Windows says.</summary>
    public static int Get(uint index) => Values.GetValueOrDefault(index);

    public static uint Colour(uint index) => index < Colours.Length ? Colours[index] : 0;
}
