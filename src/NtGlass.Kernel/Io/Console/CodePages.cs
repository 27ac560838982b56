using System.Text;

namespace NtGlass.Kernel;

/// <summary>Windows' code pages.</summary>
static class CodePages
{
    /// <summary>The OEM code page of the United States, which consoles begin with.</summary>
    public const uint Oem = 437;

    const uint Utf7 = 65000, Utf8 = 65001;

    static readonly UTF8Encoding PlainUtf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The encoding of a code page, or null when there is none.</summary>
    public static Encoding? Find(uint codePage)
    {
        if (codePage == Utf8) return PlainUtf8;
        // 0 to 3 and 42 stand for code pages and are none; 1200 and 12000 have no bytes of their own.
        if (codePage is < 37 or 42 or 1200 or 1201 or 12000 or 12001 or Utf7 or > ushort.MaxValue) return null;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding((int)codePage) ?? Encoding.GetEncoding((int)codePage);
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
