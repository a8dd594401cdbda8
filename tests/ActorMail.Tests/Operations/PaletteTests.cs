using ActorMail.Operations;
using ActorMail.PetabridgeCmd;
using ActorMail.Posts;
using ActorMail.Tests.Engine;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Petabridge.Cmd;

namespace ActorMail.Tests.Operations;

/// <summary>The palette <c>mail</c>, over a real engine and the stand-ins of the product.</summary>
public class PaletteTests
{
    private static readonly string[] Eight = ["posts", "post", "pause", "resume", "cancel", "explain", "mailers", "relays"];

    [Fact]
    public async Task The_palette_has_the_eight_commands_with_the_operations_arguments()
    {
        await using var kit = await EngineKit.StartAsync();
        var palette = MailPalette.Of(kit.Services.GetRequiredService<MailOperations>()).Palette;

        Assert.Equal("mail", palette.ModuleName);
        Assert.Equal(Eight, palette.Commands.Select(command => command.Name).Order(Comparer<string>.Create(
            (left, right) => Array.IndexOf(Eight, left).CompareTo(Array.IndexOf(Eight, right)))));
        var explain = palette.Commands.Single(command => command.Name == "explain");
        Assert.Equal(["-i", "--id"], explain.ArgumentsByName["id"].Switch);
        Assert.Equal(["-e", "--email"], explain.ArgumentsByName["email"].Switch);
        Assert.All(explain.Arguments, argument => Assert.True(argument.IsMandatory));
    }

    [Fact]
    public async Task A_command_is_answered_line_by_line_and_ends()
    {
        await using var kit = await EngineKit.StartAsync();
        await kit.AddReadersAsync(3);
        var post = await kit.PublishAsync("News\u001b[31m");
        await kit.UntilSentAsync(post);

        Assert.Equal("News\uFFFD[31m", (await AskAsync(kit, "posts"))[1][^9..]);
        Assert.StartsWith("audience 3: accepted 3,", (await AskAsync(kit, "post", ("-i", $"{post}")))[1]);
        Assert.Equal("reader2@example.org: accepted", (await AskAsync(kit, "explain", ("--id", $"{post}"), ("-e", "reader2@example.org")))[0]);
        Assert.Equal(5, (await AskAsync(kit, "mailers")).Count);
        Assert.StartsWith("scripted  localhost:25", (await AskAsync(kit, "relays"))[1]);
    }

    [Theory]
    [InlineData("post", "id is missing: the post's id, as posts shows it")]
    [InlineData("post -i nonsense!", "id: 'nonsense!' is no post's id")]
    [InlineData("post -i 0000000000000", "there is no post 0000000000000")]
    [InlineData("pause -i 0000000000000", "there is no post 0000000000000")]
    [InlineData("posts -x 1", "'-x' is no argument of posts")]
    [InlineData("posts -n 0", "limit: '0' is no number from 1 to 1000")]
    [InlineData("explain -i 0000000000000 -e nobody", "email: ")]
    public async Task What_cannot_be_done_is_an_error_that_says_why(string typed, string why)
    {
        await using var kit = await EngineKit.StartAsync();
        var words = typed.Split(' ');
        var refused = await AnswerAsync(kit, words[0], [.. words.Skip(1).Chunk(2).Select(pair => (pair[0], pair[1]))]);
        Assert.StartsWith(why, Assert.IsType<ErroredCommandResponse>(Assert.Single(refused)).Message);
    }

    [Fact]
    public async Task A_paused_post_is_paused_and_goes_on_and_is_cancelled()
    {
        await using var kit = await EngineKit.StartAsync();
        var answer = await kit.Mail.PublishAsync(new NewPost { Subject = "later", Markdown = "words", PublishAt = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        var post = Assert.IsType<PostAnswer.Stored>(answer).Post.Id;

        Assert.Equal([$"{post} is cancelled"], await AskAsync(kit, "cancel", ("-i", $"{post}")));
        Assert.Contains("cancelled", Assert.IsType<ErroredCommandResponse>(
            Assert.Single(await AnswerAsync(kit, "resume", ("-i", $"{post}")))).Message);
    }

    [Fact]
    public async Task A_host_lays_the_palette_out_and_listens_on_loopback_unless_told_otherwise()
    {
        foreach (var (told, host) in new[] { ("", "127.0.0.1"), ("petabridge.cmd.host = \"10.0.0.1\"", "10.0.0.1") })
        {
            await using var kit = await EngineKit.StartAsync();
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddSingleton(kit.Services.GetRequiredService<MailOperations>());
            builder.Services.AddAkka("palette", (akka, services) => akka
                .AddHocon("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\n" + told, HoconAddMode.Prepend)
                .WithActorMailPalette(services));
            using var app = builder.Build();
            await app.StartAsync();
            var system = app.Services.GetRequiredService<ActorSystem>();

            Assert.IsType<MailPalette>(Assert.Single(Petabridge.Cmd.Host.PetabridgeCmd.Get(system).Palettes));
            Assert.Equal((host, 9110), (system.Settings.Config.GetString("petabridge.cmd.host"), system.Settings.Config.GetInt("petabridge.cmd.port")));
            await app.StopAsync();
        }
    }

    private static async Task<List<string>> AskAsync(EngineKit kit, string name, params (string, string)[] arguments)
    {
        var answers = await AnswerAsync(kit, name, arguments);
        Assert.DoesNotContain(answers, answer => answer is ErroredCommandResponse);
        Assert.Equal([.. Enumerable.Repeat(false, answers.Count - 1), true], answers.Select(answer => answer.Final));
        return [.. answers.SkipLast(1).Select(answer => answer.Message)];
    }

    /// <summary>Everything up to the final line, as the product passes it on to a <c>pbm</c>.</summary>
    private static async Task<List<CommandResponse>> AnswerAsync(EngineKit kit, string name, params (string Switch, string Value)[] arguments)
    {
        var handler = kit.System.ActorOf(MailPalette.Of(kit.Services.GetRequiredService<MailOperations>()).HandlerProps);
        using var inbox = Inbox.Create(kit.System);
        inbox.Send(handler, new Command("mail", name, [.. arguments.Select(pair => Tuple.Create(pair.Switch, pair.Value))]));
        List<CommandResponse> answers = [];
        while (answers is not [.., { Final: true }])
            answers.Add(Assert.IsAssignableFrom<CommandResponse>(await inbox.ReceiveAsync(TimeSpan.FromSeconds(10))));
        return answers;
    }
}
