using System.Globalization;

namespace NtGlass.Kernel;

/// <summary>Names of ports, as far as programs use them (RFC 6335's registry).</summary>
static class ServiceNames
{
    static readonly (string Name, int Port)[] known =
    [
        ("echo", 7), ("discard", 9), ("daytime", 13), ("chargen", 19), ("ftp-data", 20), ("ftp", 21), ("ssh", 22), ("telnet", 23),
        ("smtp", 25), ("time", 37), ("domain", 53), ("tftp", 69), ("gopher", 70), ("finger", 79), ("http", 80), ("kerberos", 88),
        ("pop3", 110), ("sunrpc", 111), ("nntp", 119), ("ntp", 123), ("epmap", 135), ("imap", 143), ("snmp", 161), ("irc", 194),
        ("ldap", 389), ("https", 443), ("microsoft-ds", 445), ("ldaps", 636), ("imaps", 993), ("pop3s", 995), ("ms-sql-s", 1433),
    ];

    /// <summary>The port of a name or of a decimal number; null for neither.</summary>
    public static int? PortOf(string text)
    {
        if (text.Length == 0) return 0;
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number)) return number;
        foreach ((string name, int port) in known)
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase)) return port;
        return null;
    }

    public static string? NameOf(int port)
    {
        foreach ((string name, int known) in known)
            if (known == port) return name;
        return null;
    }
}
