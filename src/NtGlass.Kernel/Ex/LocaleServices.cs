using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of languages.</summary>
public static class LocaleServices
{
    /// <summary>Tells the locale of the user or the system.</summary>
    [SystemService]
    public static NtStatus NtQueryDefaultLocale(KThread caller, bool userProfile, Out<uint> defaultLocaleId)
    {
        defaultLocaleId.ProbeForWrite(caller);
        LocaleState state = caller.Kernel.Locale;
        defaultLocaleId.Write(caller, userProfile ? state.User : state.System);
        return NtStatus.Success;
    }

    /// <summary>Changes the locale of the user or the system; a zero goes back to that of the installation.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for what is no locale, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the registry: the locale lasts as long as the machine")]
    public static NtStatus NtSetDefaultLocale(KThread caller, bool userProfile, uint defaultLocaleId)
    {
        const uint SortAndLanguage = 0xFFFFF;
        if ((defaultLocaleId & ~SortAndLanguage) != 0) return NtStatus.InvalidParameter;
        uint locale = defaultLocaleId == 0 ? LocaleState.EnglishUnitedStates : defaultLocaleId;
        LocaleState state = caller.Kernel.Locale;
        if (userProfile) state.User = locale;
        else state.System = locale;
        return NtStatus.Success;
    }

    /// <summary>Tells the language of the user's interface.</summary>
    [SystemService]
    public static NtStatus NtQueryDefaultUILanguage(KThread caller, Out<ushort> defaultUILanguageId) =>
        Tell(caller, defaultUILanguageId, caller.Kernel.Locale.UILanguage);

    /// <summary>Changes the language of the user's interface for the next logon, which does not come.</summary>
    [SystemService(Missing = "the registry: the language lasts as long as the machine")]
    public static NtStatus NtSetDefaultUILanguage(KThread caller, ushort defaultUILanguageId)
    {
        if (defaultUILanguageId != 0) caller.Kernel.Locale.UILanguage = defaultUILanguageId;
        return NtStatus.Success;
    }

    /// <summary>Tells the language of the installation.</summary>
    [SystemService]
    public static NtStatus NtQueryInstallUILanguage(KThread caller, Out<ushort> installUILanguageId) =>
        Tell(caller, installUILanguageId, (ushort)LocaleState.EnglishUnitedStates);

    static NtStatus Tell(KThread caller, Out<ushort> language, ushort value)
    {
        language.ProbeForWrite(caller);
        language.Write(caller, value);
        return NtStatus.Success;
    }
}

/// <summary>The languages of the system, as programs left them: at first English as in the United States.</summary>
public sealed class LocaleState
{
    public const uint EnglishUnitedStates = 0x409;

    public uint User { get; internal set; } = EnglishUnitedStates;

    public uint System { get; internal set; } = EnglishUnitedStates;

    public ushort UILanguage { get; internal set; } = (ushort)EnglishUnitedStates;
}
