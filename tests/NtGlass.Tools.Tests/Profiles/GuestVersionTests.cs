using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests;

public sealed class GuestVersionTests
{
    [Theory]
    [InlineData("5.1", 2600, 0x300, "Service Pack 3")]
    [InlineData("6.1", 7601, 0x100, "Service Pack 1")]
    [InlineData("6.3", 9600, 0, "")]
    [InlineData("10.0", 19045, 0, "")]
    [InlineData("10.0.22631", 22631, 0, "")]
    [InlineData("6.1.7600", 7600, 0, "")]
    public void A_version_has_its_build_and_service_pack(string text, int build, int csd, string csdText)
    {
        GuestVersion version = GuestVersion.Parse(text);
        Assert.Equal((build, csd, csdText), (version.Build, version.CsdNumber, version.CsdVersion));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("11.0")]
    [InlineData("10.0.99999999")]
    [InlineData("10.0.-1")]
    [InlineData("ten")]
    public void What_is_no_version_names_those_that_are(string text) =>
        Assert.Contains("6.1", Assert.Throws<FormatException>(() => GuestVersion.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("5.1", false)]
    [InlineData("6.1", false)]
    [InlineData("6.2", true)]
    [InlineData("10.0", true)]
    public void Fast_failing_came_with_Windows_8(string text, bool expected) => Assert.Equal(expected, GuestVersion.Parse(text).HasFastFail);

    [Fact]
    public void The_profiles_own_version_is_a_known_one() => Assert.Contains(GuestVersion.Of(OsProfile.Load("winxp-sp3-x86")), GuestVersion.Known);
}
