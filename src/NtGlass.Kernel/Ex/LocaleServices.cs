using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of languages: the system speaks English as in the United States.</summary>
public static class LocaleServices
{
    const uint EnglishUnitedStates = 0x409;

    /// <summary>Tells the locale of the user or the system.</summary>
    [SystemService]
    public static NtStatus NtQueryDefaultLocale(KThread caller, bool userProfile, Out<uint> defaultLocaleId)
    {
        defaultLocaleId.ProbeForWrite(caller);
        defaultLocaleId.Write(caller, EnglishUnitedStates);
        return NtStatus.Success;
    }

    /// <summary>Tells the language of the user's interface.</summary>
    [SystemService]
    public static NtStatus NtQueryDefaultUILanguage(KThread caller, Out<ushort> defaultUILanguageId) => Tell(caller, defaultUILanguageId);

    /// <summary>Tells the language of the installation.</summary>
    [SystemService]
    public static NtStatus NtQueryInstallUILanguage(KThread caller, Out<ushort> installUILanguageId) => Tell(caller, installUILanguageId);

    static NtStatus Tell(KThread caller, Out<ushort> language)
    {
        language.ProbeForWrite(caller);
        language.Write(caller, (ushort)EnglishUnitedStates);
        return NtStatus.Success;
    }
}
