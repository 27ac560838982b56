using System.Buffers;
using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>What NT's file systems take as a name.</summary>
public static class GuestFileName
{
    public const int MaximumLength = 255;

    static readonly SearchValues<char> Forbidden =
        SearchValues.Create([.. "<>:\"|?*/\\", .. Enumerable.Range(0, 0x20).Select(code => (char)code)]);

    /// <summary>How names are compared and ordered: by upper-case code units.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>Says whether the text can name one file or folder.</summary>
    public static bool IsValid(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaximumLength
        && name is not ("." or "..")
        && !name.ContainsAny(Forbidden)
        && IsWellFormed(name);

    /// <summary>Splits a volume-relative path; a leading and a trailing backslash are allowed.</summary>
    /// <returns>STATUS_SUCCESS or STATUS_OBJECT_NAME_INVALID.</returns>
    public static NtStatus Split(string path, out string[] names, out bool hasTrailingBackslash)
    {
        hasTrailingBackslash = path.Length > 1 && path[^1] == '\\';
        ReadOnlySpan<char> body = path;
        if (body.StartsWith('\\')) body = body[1..];
        if (hasTrailingBackslash && body.Length > 0) body = body[..^1];
        names = body.IsEmpty ? [] : body.ToString().Split('\\');
        return Array.TrueForAll(names, name => IsValid(name)) ? NtStatus.Success : NtStatus.ObjectNameInvalid;
    }

    // The overlay keeps names as UTF-8, which has no form for half a surrogate pair.
    static bool IsWellFormed(ReadOnlySpan<char> name)
    {
        for (int index = 0; index < name.Length; index++)
        {
            if (!char.IsSurrogate(name[index])) continue;
            if (index + 1 == name.Length || !char.IsSurrogatePair(name[index], name[index + 1])) return false;
            index++;
        }
        return true;
    }
}
