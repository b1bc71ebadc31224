@echo off
rem Runs linters, types, import contracts and all tests; makes .venv on the first run.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
where py >nul 2>nul
if errorlevel 1 (python bootstrap.py test) else (py -3 bootstrap.py test)
set RESULT=%ERRORLEVEL%
if not "%RESULT%"=="0" pause
exit /b %RESULT%
