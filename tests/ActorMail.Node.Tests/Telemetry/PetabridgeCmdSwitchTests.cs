using System.Diagnostics;

namespace ActorMail.Node.Tests.Telemetry;

/// <summary>The node takes the palette in with the switch only, and the switch takes the product, not the stand-ins.</summary>
public sealed class PetabridgeCmdSwitchTests
{
    [Theory]
    [InlineData("src/ActorMail.Node", "", false, false)]
    [InlineData("src/ActorMail.Node", "true", true, false)]
    [InlineData("src/ActorMail.PetabridgeCmd", "", false, true)]
    [InlineData("src/ActorMail.PetabridgeCmd", "true", false, false)]
    public async Task What_a_build_takes_in(string project, string value, bool palette, bool standIns)
    {
        var seen = await EvaluateAsync(project, value);
        Assert.Equal(palette, seen.Contains("ActorMail.PetabridgeCmd.csproj"));
        Assert.Equal(palette, seen.Contains("PETABRIDGE_CMD"));
        Assert.Equal(standIns, seen.Contains("Petabridge.Cmd.StandIns.csproj"));
        Assert.Equal(project.EndsWith("PetabridgeCmd") && value == "true", seen.Contains("\"Petabridge.Cmd.Host\""));
        if (project.EndsWith("PetabridgeCmd")) Assert.Contains($"\"IsPackable\": \"{(value == "true" ? "true" : "false")}\"", seen);
    }

    private static async Task<string> EvaluateAsync(string project, string value)
    {
        string[] arguments =
        [
            "msbuild", Path.Combine(TelemetryDocument.Root, project), "-getItem:ProjectReference", "-getItem:PackageReference",
            "-getProperty:DefineConstants", "-getProperty:IsPackable", $"-p:PetabridgeCmd={value}",
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Nursery.Start(start);
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        // The paths of the project itself say its name too.
        return string.Join('\n', said.Split('\n').Where(line => !line.Contains("DefiningProject") && !line.Contains("RootDir")));
    }
}
