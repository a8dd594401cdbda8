<?php
// PHPMailer with a kept connection, as its manual has it: PORT FIRST LAST TEXT HTML.
require '/usr/share/php/libphp-phpmailer/autoload.php';

[, $port, $first, $last, $text, $html] = $argv;
$plain = file_get_contents($text);
$rich = file_get_contents($html);
$mail = new PHPMailer\PHPMailer\PHPMailer(true);
$mail->isSMTP();
$mail->Host = '127.0.0.1';
$mail->Port = (int)$port;
$mail->SMTPKeepAlive = true;
$mail->SMTPAutoTLS = false;
$mail->CharSet = 'utf-8';
$mail->setFrom('news@example.org', 'News');
for ($reader = (int)$first; $reader <= (int)$last; $reader++) {
    $name = "Reader $reader";
    $mail->clearAddresses();
    $mail->addAddress("reader-$reader@example.com", $name);
    $mail->Subject = "News for $name";
    $mail->msgHTML(str_replace('Good morning, Reader', "Good morning, $name", $rich));
    $mail->AltBody = str_replace('Good morning, Reader', "Good morning, $name", $plain);
    $mail->send();
}
$mail->smtpClose();
